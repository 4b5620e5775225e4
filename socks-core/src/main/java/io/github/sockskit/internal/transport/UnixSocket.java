package io.github.sockskit.internal.transport;

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
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A unix-domain socket, for which the JDK has channels only: neither
 * {@code SocketChannel.socket()} nor a time limit for reads, and on JDK 17 the streams of
 * {@code Channels} read and write in turns. What only TCP has is accepted and means
 * nothing, so that clients that know TCP only work. An interrupt of a thread that waits
 * closes the socket, as it does a channel.
 */
// Closing must not wait for a monitor, and needs none.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class UnixSocket extends Socket {

	private static final Executor THREADS = Lookup.threads("socks-connect");

	/**
	 * The JDK copies each thread's reads and writes through a buffer of that size, and
	 * keeps it.
	 */
	private static final int MAX_AT_ONCE = 1 << 16;

	private final SocketChannel channel;

	private final ReentrantLock reading = new ReentrantLock();

	private final ReentrantLock writing = new ReentrantLock();

	private volatile int soTimeout;

	private volatile @Nullable Readiness readiness;

	private volatile boolean inputShutdown;

	private volatile boolean outputShutdown;

	/** Every public method is overridden: one that is not would open a second socket. */
	public UnixSocket() throws SocketException {
		super((SocketImpl) null);
		try {
			this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw failure(ex);
		}
	}

	private static SocketException failure(Exception ex) {
		if (ex instanceof SocketException same) {
			return same;
		}
		SocketException failure = new SocketException(
				(ex instanceof ClosedChannelException) ? "Socket closed" : ex.getMessage());
		failure.initCause(ex);
		return failure;
	}

	@Override
	public void connect(SocketAddress endpoint) throws IOException {
		connect(endpoint, 0);
	}

	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		if (!(endpoint instanceof UnixDomainSocketAddress address)) {
			throw new IllegalArgumentException("the endpoint is no UnixDomainSocketAddress");
		}
		try {
			connected(address, (timeout > 0) ? timeout : Long.MAX_VALUE);
			channel.configureBlocking(false);
			Readiness registered = Readiness.of(channel);
			readiness = registered;
			requireOpen();
		}
		catch (IOException ex) {
			close();
			throw (ex instanceof SocketTimeoutException) ? ex : failure(ex);
		}
	}

	/**
	 * Blocks as long as the queue of the other side is full; without blocking that cannot
	 * be told from a failure.
	 */
	private void connected(UnixDomainSocketAddress address, long millis) throws IOException {
		CompletableFuture<Void> attempt = CompletableFuture.runAsync(() -> {
			try {
				channel.connect(address);
			}
			catch (IOException ex) {
				throw new CompletionException(ex);
			}
		}, THREADS);
		try {
			attempt.get(millis, TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new SocketTimeoutException("Connect timed out");
		}
		catch (InterruptedException ex) {
			throw closedByInterrupt();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new IOException(ex.getCause());
		}
	}

	private SocketException closedByInterrupt() {
		close();
		Thread.currentThread().interrupt();
		return new SocketException("Closed by interrupt");
	}

	private void requireOpen() throws SocketException {
		if (isClosed()) {
			close();
			throw new SocketException("Socket closed");
		}
	}

	private Readiness requireConnected() throws SocketException {
		requireOpen();
		Readiness registered = readiness;
		if (registered == null) {
			throw new SocketException("Socket is not connected");
		}
		return registered;
	}

	private int read(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		Readiness registered = requireConnected();
		if (length == 0) {
			return 0;
		}
		reading.lock();
		try {
			int timeout = soTimeout;
			long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
			while (true) {
				int count = channel.read(ByteBuffer.wrap(bytes, offset, Math.min(length, MAX_AT_ONCE)));
				if (count != 0) {
					return count;
				}
				if (!registered.awaitReadable((timeout == 0) ? Long.MAX_VALUE : end - System.nanoTime())) {
					throw new SocketTimeoutException("Read timed out");
				}
			}
		}
		catch (InterruptedException ex) {
			throw closedByInterrupt();
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw failure(ex);
		}
		finally {
			reading.unlock();
		}
	}

	private void write(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		Readiness registered = requireConnected();
		writing.lock();
		try {
			for (int written = 0; written < length;) {
				int count = channel
					.write(ByteBuffer.wrap(bytes, offset + written, Math.min(length - written, MAX_AT_ONCE)));
				if (count == 0) {
					registered.awaitWritable(Long.MAX_VALUE);
				}
				written += count;
			}
		}
		catch (InterruptedException ex) {
			throw closedByInterrupt();
		}
		catch (IOException ex) {
			throw failure(ex);
		}
		finally {
			writing.unlock();
		}
	}

	@Override
	public InputStream getInputStream() throws IOException {
		requireConnected();
		return new InputStream() {

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				return UnixSocket.this.read(bytes, offset, length);
			}

			@Override
			public void close() {
				UnixSocket.this.close();
			}

		};
	}

	@Override
	public OutputStream getOutputStream() throws IOException {
		requireConnected();
		return new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				write(new byte[] { (byte) value }, 0, 1);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				UnixSocket.this.write(bytes, offset, length);
			}

			@Override
			public void close() {
				UnixSocket.this.close();
			}

		};
	}

	@Override
	public void shutdownInput() throws IOException {
		requireConnected();
		channel.shutdownInput();
		inputShutdown = true;
	}

	@Override
	public void shutdownOutput() throws IOException {
		requireConnected();
		channel.shutdownOutput();
		outputShutdown = true;
	}

	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (IOException ex) {
			// The descriptor is gone all the same, and there is nobody to tell.
		}
		Readiness registered = readiness;
		if (registered != null) {
			registered.channelClosed();
		}
	}

	/** There is nothing to bind to. */
	@Override
	public void bind(@Nullable SocketAddress local) throws IOException {
		throw new SocketException("a unix-domain socket has no local address");
	}

	@Override
	public void sendUrgentData(int data) throws IOException {
		throw new SocketException("a unix-domain socket has no urgent data");
	}

	@Override
	public @Nullable InetAddress getInetAddress() {
		return null;
	}

	@Override
	public int getPort() {
		return 0;
	}

	@Override
	public @Nullable SocketAddress getRemoteSocketAddress() {
		try {
			return channel.getRemoteAddress();
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** As that of a socket that is not bound. */
	@Override
	public InetAddress getLocalAddress() {
		return new InetSocketAddress(0).getAddress();
	}

	/** As that of a socket that is not bound. */
	@Override
	public int getLocalPort() {
		return -1;
	}

	@Override
	public @Nullable SocketAddress getLocalSocketAddress() {
		return null;
	}

	@Override
	public @Nullable SocketChannel getChannel() {
		return null;
	}

	@Override
	public boolean isConnected() {
		return readiness != null;
	}

	@Override
	public boolean isBound() {
		return false;
	}

	@Override
	public boolean isClosed() {
		return !channel.isOpen();
	}

	@Override
	public boolean isInputShutdown() {
		return inputShutdown;
	}

	@Override
	public boolean isOutputShutdown() {
		return outputShutdown;
	}

	@Override
	public void setSoTimeout(int timeout) throws SocketException {
		requireOpen();
		if (timeout < 0) {
			throw new IllegalArgumentException("the timeout is negative");
		}
		soTimeout = timeout;
	}

	@Override
	public int getSoTimeout() throws SocketException {
		requireOpen();
		return soTimeout;
	}

	@Override
	public void setTcpNoDelay(boolean on) throws SocketException {
		requireOpen();
	}

	@Override
	public boolean getTcpNoDelay() throws SocketException {
		requireOpen();
		return false;
	}

	@Override
	public void setKeepAlive(boolean on) throws SocketException {
		requireOpen();
	}

	@Override
	public boolean getKeepAlive() throws SocketException {
		requireOpen();
		return false;
	}

	@Override
	public void setOOBInline(boolean on) throws SocketException {
		requireOpen();
	}

	@Override
	public boolean getOOBInline() throws SocketException {
		requireOpen();
		return false;
	}

	@Override
	public void setReuseAddress(boolean on) throws SocketException {
		requireOpen();
	}

	@Override
	public boolean getReuseAddress() throws SocketException {
		requireOpen();
		return false;
	}

	@Override
	public void setTrafficClass(int trafficClass) throws SocketException {
		if (trafficClass < 0 || trafficClass > 255) {
			throw new IllegalArgumentException("the traffic class is not in 0..255");
		}
		requireOpen();
	}

	@Override
	public int getTrafficClass() throws SocketException {
		requireOpen();
		return 0;
	}

	@Override
	public void setSendBufferSize(int size) throws SocketException {
		set(StandardSocketOptions.SO_SNDBUF, requirePositive(size));
	}

	@Override
	public int getSendBufferSize() throws SocketException {
		return get(StandardSocketOptions.SO_SNDBUF);
	}

	@Override
	public void setReceiveBufferSize(int size) throws SocketException {
		set(StandardSocketOptions.SO_RCVBUF, requirePositive(size));
	}

	@Override
	public int getReceiveBufferSize() throws SocketException {
		return get(StandardSocketOptions.SO_RCVBUF);
	}

	private static int requirePositive(int size) {
		if (size <= 0) {
			throw new IllegalArgumentException("the size is not positive");
		}
		return size;
	}

	@Override
	public void setSoLinger(boolean on, int seconds) throws SocketException {
		if (on && seconds < 0) {
			throw new IllegalArgumentException("the time is negative");
		}
		set(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
	}

	@Override
	public int getSoLinger() throws SocketException {
		return get(StandardSocketOptions.SO_LINGER);
	}

	private <T> void set(SocketOption<T> option, T value) throws SocketException {
		try {
			channel.setOption(option, value);
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	private <T> T get(SocketOption<T> option) throws SocketException {
		try {
			return channel.getOption(option);
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	@Override
	public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
		// There is one kind of connection.
	}

	/** HttpClient sets TCP's without asking whether they are supported. */
	@Override
	public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
		if (name.name().startsWith("TCP_")) {
			requireOpen();
		}
		else {
			set(name, value);
		}
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		return get(name);
	}

	/** Those of the channel: none of TCP's. */
	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return channel.supportedOptions();
	}

	@Override
	public String toString() {
		return "UnixSocket[%s]".formatted(getRemoteSocketAddress());
	}

}
