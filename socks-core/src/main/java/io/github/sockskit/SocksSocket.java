package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.sockskit.internal.protocol.Address;
import io.github.sockskit.internal.protocol.Command;
import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.transport.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose {@code connect} goes through a SOCKS proxy. What is seen of it is the
 * target: its port, and its address or, if the proxy looks the name up, an unresolved
 * {@linkplain #getRemoteSocketAddress() remote address} and no
 * {@linkplain #getInetAddress() address}. The local address is that of the connection to
 * the proxy. Once connected, streams and options are those of the plain connection.
 * <p>
 * Over a {@linkplain SocksProxy#path() unix-domain socket} there is no local address,
 * TCP's options are accepted and mean nothing, and interrupting any thread that waits for
 * the socket closes it.
 * <p>
 * Options set before connecting are kept. A failed {@code connect} closes the socket, and
 * closing either stream does too. As thread-safe as any {@link Socket}: closing it from
 * another thread ends a dial, as does interrupting a virtual thread that dials.
 * <p>
 * If its dialer {@linkplain SocksDialer#withOptimistic is optimistic}, what would have
 * failed in {@code connect} may fail later, at a read or a write, with the same
 * exceptions.
 * <p>
 * Made by {@link SocksDialer#connect}, or unconnected by
 * {@link SocksDialer#socketFactory()}.
 */
// Closing must not wait for a monitor, and needs none.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class SocksSocket extends Socket {

	private enum State {

		NEW, CONNECTING, CONNECTED, FAILED

	}

	private static final AtomicReferenceFieldUpdater<SocksSocket, State> STATE = AtomicReferenceFieldUpdater
		.newUpdater(SocksSocket.class, State.class, "state");

	private final Transport transport;

	private volatile State state = State.NEW;

	/** Kept here until the handshake, whose reads have a limit of their own, is over. */
	private volatile int soTimeout;

	private @Nullable InetSocketAddress target;

	private @Nullable Address bound;

	/** What is still to come of the proxy if the dialer is optimistic. */
	private @Nullable PendingReplies pending;

	/** Every public method is overridden: one that is not would open a second socket. */
	SocksSocket(SocksDialer dialer) throws SocketException {
		super((SocketImpl) null);
		this.transport = new Transport(dialer);
	}

	/** What a BIND led to: connected, and the peer is what a target is otherwise. */
	SocksSocket(Transport transport, InetSocketAddress peer, Address bound) throws SocketException {
		super((SocketImpl) null);
		this.transport = transport;
		this.target = peer;
		this.bound = bound;
		this.state = State.CONNECTED;
	}

	/**
	 * Connects to the target through the proxy, within the proxy's own budget.
	 * @param endpoint the target, see {@link #connect(SocketAddress, int)}
	 * @throws IllegalArgumentException if the endpoint cannot be sent; nothing was
	 * @throws SocksException if a step failed; the socket is closed
	 * @throws SocketException if the socket is connected or closed already, was closed
	 * meanwhile, or the thread was interrupted
	 */
	@Override
	public void connect(SocketAddress endpoint) throws IOException {
		connect(endpoint, 0);
	}

	/**
	 * Connects to the target through the proxy.
	 * @param endpoint an {@link InetSocketAddress}: an unresolved one is a name (or
	 * literal) for the proxy, a resolved one goes out as its address, unless the dialer
	 * says otherwise ({@link DnsMode})
	 * @param timeout the budget in milliseconds for look-ups, connecting and the
	 * handshake together; 0 for the proxy's own, {@link SocksProxy#timeout()}
	 * @throws IllegalArgumentException if the endpoint cannot be sent or the timeout is
	 * negative; nothing was
	 * @throws SocksException if a step failed; the socket is closed
	 * @throws SocketException if the socket is connected or closed already, was closed
	 * meanwhile, or the thread was interrupted
	 */
	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		if (timeout < 0) {
			throw new IllegalArgumentException("the timeout is negative");
		}
		if (!(endpoint instanceof InetSocketAddress inet)) {
			throw new IllegalArgumentException("the endpoint is no InetSocketAddress");
		}
		requireOpen();
		Dial dial = transport.dialer().dial(Command.CONNECT, inet, timeout);
		if (!STATE.compareAndSet(this, State.NEW, State.CONNECTING)) {
			throw new SocketException("already connected or connecting");
		}
		try {
			Handshake handshake = dial.run(transport);
			target = dial.remoteAddress();
			int limit = soTimeout;
			if (handshake.need() > 0) {
				pending = PendingReplies.of(dial, handshake, transport, limit);
			}
			else {
				bound = handshake.boundAddress();
				transport.socket().setSoTimeout(limit);
			}
			transport.forgetOptions();
			state = State.CONNECTED;
			if (soTimeout != limit) { // set by another thread meanwhile
				applySoTimeout(soTimeout);
			}
		}
		finally {
			if (state != State.CONNECTED) {
				state = State.FAILED;
				transport.close();
			}
		}
	}

	/**
	 * The address that the proxy uses towards the target (BND.ADDR and BND.PORT; RFC
	 * 1928, section 6). Many proxies send zeros. If the dialer
	 * {@linkplain SocksDialer#withOptimistic is optimistic}, waits for the proxy's
	 * replies, within the budget.
	 * @return unresolved if the proxy gave a name
	 * @throws SocksException if the dialer is optimistic and a step failed
	 * @throws SocketException if the socket is not connected
	 * @throws IOException never another one
	 */
	public InetSocketAddress getBoundAddress() throws IOException {
		if (state == State.CONNECTED) {
			PendingReplies replies = pending;
			Address address = (replies != null) ? replies.awaitBoundAddress() : bound;
			if (address != null) {
				return address.toSocketAddress();
			}
		}
		throw new SocketException("Socket is not connected");
	}

	/** What would end or overtake a request has to wait until it is granted. */
	private Socket grantedConnection() throws IOException {
		PendingReplies replies = pendingReplies();
		if (replies != null) {
			replies.await();
		}
		return connection();
	}

	/**
	 * What is still to come of the proxy, or has come and says that it refused.
	 * @return {@code null} if this socket is not connected, or what came granted it
	 */
	private @Nullable PendingReplies pendingReplies() {
		PendingReplies replies = (state == State.CONNECTED) ? pending : null;
		return (replies != null && !replies.areRead()) ? replies : null;
	}

	private void requireOpen() throws SocketException {
		if (isClosed()) {
			throw new SocketException("Socket is closed");
		}
	}

	/** Nobody but the dial may touch the connection before the handshake is over. */
	private void requireConnected() throws SocketException {
		requireOpen();
		if (state != State.CONNECTED) {
			throw new SocketException("Socket is not connected");
		}
	}

	/** What data go through. */
	private Socket connection() throws SocketException {
		requireConnected();
		return transport.data();
	}

	/** See {@link Transport#limit}. */
	void limit(@Nullable Deadline deadline) {
		transport.limit(deadline);
	}

	private void set(Transport.Option option) throws SocketException {
		requireOpen();
		try {
			if (state == State.CONNECTED) {
				option.applyTo(transport.socket());
			}
			else {
				transport.set(option);
			}
		}
		catch (SocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			SocketException failure = new SocketException(ex.getMessage());
			failure.initCause(ex);
			throw failure;
		}
	}

	@Override
	public void bind(@Nullable SocketAddress local) throws IOException {
		requireOpen();
		if (isBound()) {
			throw new SocketException("Already bound");
		}
		transport.bind(local);
	}

	/**
	 * The target's address.
	 * @return {@code null} if it is a name that the proxy looked up, or not connected
	 */
	@Override
	public @Nullable InetAddress getInetAddress() {
		InetSocketAddress remote = getRemoteSocketAddress();
		return (remote != null) ? remote.getAddress() : null;
	}

	/**
	 * The target's port.
	 * @return 0 if not connected
	 */
	@Override
	public int getPort() {
		InetSocketAddress remote = getRemoteSocketAddress();
		return (remote != null) ? remote.getPort() : 0;
	}

	/**
	 * The target, as it was given to {@code connect}.
	 * @return unresolved if it is a name that the proxy looked up, {@code null} if not
	 * connected
	 */
	@Override
	public @Nullable InetSocketAddress getRemoteSocketAddress() {
		return (state == State.CONNECTED) ? target : null;
	}

	/**
	 * The local address of the connection to the proxy.
	 */
	@Override
	public InetAddress getLocalAddress() {
		return transport.socket().getLocalAddress();
	}

	@Override
	public int getLocalPort() {
		return transport.socket().getLocalPort();
	}

	@Override
	public @Nullable SocketAddress getLocalSocketAddress() {
		return transport.socket().getLocalSocketAddress();
	}

	/**
	 * There is none.
	 * @return {@code null}
	 */
	@Override
	public @Nullable SocketChannel getChannel() {
		return null;
	}

	@Override
	public InputStream getInputStream() throws IOException {
		PendingReplies replies = pendingReplies();
		if (replies != null) {
			replies.requireNoFailure();
		}
		requireConnected();
		return (replies != null) ? replies.input() : transport.input();
	}

	@Override
	public OutputStream getOutputStream() throws IOException {
		PendingReplies replies = pendingReplies();
		if (replies != null) {
			replies.requireNoFailure();
		}
		requireConnected();
		return (replies != null) ? replies.output() : transport.output();
	}

	@Override
	public void sendUrgentData(int data) throws IOException {
		Socket connection = grantedConnection();
		if (transport.isEncapsulated()) {
			throw new SocketException("urgent data cannot be encapsulated, as the authentication method wants");
		}
		connection.sendUrgentData(data);
	}

	@Override
	public void shutdownInput() throws IOException {
		grantedConnection().shutdownInput();
	}

	@Override
	public void shutdownOutput() throws IOException {
		grantedConnection().shutdownOutput();
	}

	/**
	 * Closes the connection, or ends the dial that makes it.
	 */
	@Override
	public void close() {
		transport.close();
	}

	@Override
	public boolean isConnected() {
		return state == State.CONNECTED;
	}

	@Override
	public boolean isBound() {
		return transport.socket().isBound();
	}

	@Override
	public boolean isClosed() {
		return (state == State.CONNECTING) ? transport.isClosing() : transport.isClosed();
	}

	@Override
	public boolean isInputShutdown() {
		return transport.data().isInputShutdown();
	}

	@Override
	public boolean isOutputShutdown() {
		return transport.data().isOutputShutdown();
	}

	@Override
	public void setSoTimeout(int timeout) throws SocketException {
		requireOpen();
		if (timeout < 0) {
			throw new IllegalArgumentException("the timeout is negative");
		}
		soTimeout = timeout;
		if (state == State.CONNECTED) {
			applySoTimeout(timeout);
		}
	}

	private void applySoTimeout(int timeout) throws SocketException {
		PendingReplies replies = pending;
		if (replies != null) {
			replies.setSoTimeout(timeout);
		}
		else {
			transport.socket().setSoTimeout(timeout);
		}
	}

	@Override
	public int getSoTimeout() throws SocketException {
		requireOpen();
		return soTimeout;
	}

	@Override
	public void setTcpNoDelay(boolean on) throws SocketException {
		PendingReplies replies = pendingReplies();
		if (replies != null) {
			requireOpen();
			replies.setTcpNoDelay(on);
		}
		else {
			set((socket) -> socket.setTcpNoDelay(on));
		}
	}

	@Override
	public boolean getTcpNoDelay() throws SocketException {
		PendingReplies replies = pendingReplies();
		if (replies != null) {
			requireOpen();
			return replies.getTcpNoDelay();
		}
		return transport.socket().getTcpNoDelay();
	}

	@Override
	public void setKeepAlive(boolean on) throws SocketException {
		set((socket) -> socket.setKeepAlive(on));
	}

	@Override
	public boolean getKeepAlive() throws SocketException {
		return transport.socket().getKeepAlive();
	}

	@Override
	public void setOOBInline(boolean on) throws SocketException {
		set((socket) -> socket.setOOBInline(on));
	}

	@Override
	public boolean getOOBInline() throws SocketException {
		return transport.socket().getOOBInline();
	}

	@Override
	public void setReuseAddress(boolean on) throws SocketException {
		set((socket) -> socket.setReuseAddress(on));
	}

	@Override
	public boolean getReuseAddress() throws SocketException {
		return transport.socket().getReuseAddress();
	}

	@Override
	public void setSendBufferSize(int size) throws SocketException {
		set((socket) -> socket.setSendBufferSize(size));
	}

	@Override
	public int getSendBufferSize() throws SocketException {
		return transport.socket().getSendBufferSize();
	}

	@Override
	public void setReceiveBufferSize(int size) throws SocketException {
		set((socket) -> socket.setReceiveBufferSize(size));
	}

	@Override
	public int getReceiveBufferSize() throws SocketException {
		return transport.socket().getReceiveBufferSize();
	}

	@Override
	public void setTrafficClass(int trafficClass) throws SocketException {
		set((socket) -> socket.setTrafficClass(trafficClass));
	}

	@Override
	public int getTrafficClass() throws SocketException {
		return transport.socket().getTrafficClass();
	}

	@Override
	public void setSoLinger(boolean on, int seconds) throws SocketException {
		set((socket) -> socket.setSoLinger(on, seconds));
	}

	@Override
	public int getSoLinger() throws SocketException {
		return transport.socket().getSoLinger();
	}

	@Override
	public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
		transport.socket().setPerformancePreferences(connectionTime, latency, bandwidth);
	}

	@Override
	public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
		if (name == StandardSocketOptions.TCP_NODELAY && value != null && pendingReplies() != null) {
			setTcpNoDelay((Boolean) value);
		}
		else {
			set((socket) -> socket.setOption(name, value));
		}
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		if (name == StandardSocketOptions.TCP_NODELAY && pendingReplies() != null) {
			return name.type().cast(getTcpNoDelay());
		}
		return transport.socket().getOption(name);
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return transport.socket().supportedOptions();
	}

	/**
	 * Target and proxy, safe to log.
	 */
	@Override
	public String toString() {
		InetSocketAddress remote = getRemoteSocketAddress();
		return "SocksSocket[%s via %s]".formatted((remote != null) ? remote : "unconnected",
				transport.dialer().proxy());
	}

}
