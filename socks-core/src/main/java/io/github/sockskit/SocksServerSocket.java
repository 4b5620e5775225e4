package io.github.sockskit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.transport.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A port at the proxy that waits for one connection (BIND; RFC 1928, section 4; SOCKS4).
 * Made by {@link SocksDialer#bind}, and bound from the beginning: its local address is
 * the one that the peer has to connect to. {@link #accept()} gives the peer's connection,
 * once.
 * <p>
 * Thread-safe; closing it from another thread ends an {@code accept}. What means nothing
 * for a port that is not on this machine throws an {@link UnsupportedOperationException}.
 */
// Closing must not wait for a monitor, and needs none.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class SocksServerSocket extends ServerSocket {

	private enum State {

		LISTENING, ACCEPTING, ACCEPTED

	}

	private static final AtomicReferenceFieldUpdater<SocksServerSocket, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(SocksServerSocket.class, State.class, "state");

	private static final Duration FOREVER = Duration.ofDays(36_500);

	private final Transport transport;

	private final Dial dial;

	private final InetSocketAddress bound;

	/** Remembers what has come of the second reply from one accept to the next. */
	private final Handshake secondReply;

	private volatile State state = State.LISTENING;

	private volatile int soTimeout;

	private volatile boolean closed;

	SocksServerSocket(Transport transport, Dial dial, Handshake granted) throws IOException {
		this.transport = transport;
		this.dial = dial;
		this.bound = reachable(granted.boundAddress().toSocketAddress(), transport.socket());
		this.secondReply = granted.secondReply();
	}

	/** An unspecified address stands for the proxy's own (SOCKS4, BIND). */
	private static InetSocketAddress reachable(InetSocketAddress bound, Socket connection) {
		InetAddress address = bound.getAddress();
		if (address == null || !address.isAnyLocalAddress()
				|| !(connection.getRemoteSocketAddress() instanceof InetSocketAddress proxy)) {
			return bound;
		}
		return proxy.isUnresolved() ? InetSocketAddress.createUnresolved(proxy.getHostString(), bound.getPort())
				: new InetSocketAddress(proxy.getAddress(), bound.getPort());
	}

	/**
	 * Waits for the peer's connection: the second reply of the proxy. After a time-out it
	 * can be called again.
	 * @return the connection, whose remote address is the peer's
	 * @throws SocketTimeoutException if {@link #setSoTimeout} is set and has passed
	 * @throws SocksException if the proxy refused the peer or gave up waiting; this
	 * socket is closed
	 * @throws SocketException if this socket is closed, another thread is waiting, or the
	 * one connection that there is was accepted before
	 */
	@Override
	public SocksSocket accept() throws IOException {
		requireOpen();
		if (!STATE.compareAndSet(this, State.LISTENING, State.ACCEPTING)) {
			throw new SocketException((state == State.ACCEPTED) ? "BIND gives one connection, which was accepted before"
					: "another thread is accepting");
		}
		try {
			int limit = soTimeout;
			Deadline deadline = Deadline.after((limit > 0) ? Duration.ofMillis(limit) : FOREVER);
			Socket connection = transport.data();
			dial.shakeHands(secondReply, BlockingDriver.Until.OVER, transport, connection, deadline);
			InetSocketAddress peer = secondReply.boundAddress().toSocketAddress();
			connection.setSoTimeout(0);
			SocksSocket accepted = new SocksSocket(transport, peer, secondReply.boundAddress());
			state = State.ACCEPTED;
			return accepted;
		}
		catch (SocksTimeoutException ex) {
			SocketTimeoutException timeout = new SocketTimeoutException(ex.getMessage());
			timeout.initCause(ex);
			throw timeout;
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
		finally {
			STATE.compareAndSet(this, State.ACCEPTING, State.LISTENING);
		}
	}

	private void requireOpen() throws SocketException {
		if (isClosed()) {
			throw new SocketException("Socket is closed");
		}
	}

	/**
	 * The address that the peer has to connect to (BND.ADDR). Where the proxy left it
	 * unspecified it is the proxy's own.
	 * @return unresolved if the proxy gave a name
	 */
	@Override
	public InetSocketAddress getLocalSocketAddress() {
		return bound;
	}

	/**
	 * The address that the peer has to connect to.
	 * @return {@code null} if the proxy gave a name
	 */
	@Override
	public @Nullable InetAddress getInetAddress() {
		return bound.getAddress();
	}

	/**
	 * The port that the peer has to connect to (BND.PORT).
	 */
	@Override
	public int getLocalPort() {
		return bound.getPort();
	}

	/**
	 * Gives the port at the proxy up, unless its connection was accepted: that stays.
	 */
	@Override
	public void close() {
		closed = true;
		if (state != State.ACCEPTED) {
			transport.close();
		}
	}

	@Override
	public boolean isClosed() {
		return closed;
	}

	@Override
	public boolean isBound() {
		return true;
	}

	/**
	 * Always fails: it is bound.
	 * @throws SocketException always
	 */
	@Override
	public void bind(@Nullable SocketAddress endpoint) throws IOException {
		throw new SocketException("Already bound");
	}

	/**
	 * Always fails: it is bound.
	 * @throws SocketException always
	 */
	@Override
	public void bind(@Nullable SocketAddress endpoint, int backlog) throws IOException {
		bind(endpoint);
	}

	/**
	 * Limits how long {@link #accept()} waits.
	 * @param timeout in milliseconds, 0 for no limit
	 */
	@Override
	public void setSoTimeout(int timeout) throws SocketException {
		requireOpen();
		if (timeout < 0) {
			throw new IllegalArgumentException("the timeout is negative");
		}
		soTimeout = timeout;
	}

	@Override
	public int getSoTimeout() throws IOException {
		requireOpen();
		return soTimeout;
	}

	/**
	 * There is none.
	 * @return {@code null}
	 */
	@Override
	public @Nullable ServerSocketChannel getChannel() {
		return null;
	}

	private static UnsupportedOperationException unsupported() {
		return new UnsupportedOperationException("the port is at the proxy, and has no options here");
	}

	@Override
	public void setReuseAddress(boolean on) {
		throw unsupported();
	}

	@Override
	public boolean getReuseAddress() {
		throw unsupported();
	}

	@Override
	public void setReceiveBufferSize(int size) {
		throw unsupported();
	}

	@Override
	public int getReceiveBufferSize() {
		throw unsupported();
	}

	@Override
	public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
		throw unsupported();
	}

	@Override
	public <T> ServerSocket setOption(SocketOption<T> name, T value) {
		throw unsupported();
	}

	@Override
	public <T> T getOption(SocketOption<T> name) {
		throw unsupported();
	}

	/**
	 * None.
	 */
	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return Set.of();
	}

	/**
	 * The bound address and the proxy, safe to log.
	 */
	@Override
	public String toString() {
		return "SocksServerSocket[%s at %s]".formatted(bound, dial.hop());
	}

}
