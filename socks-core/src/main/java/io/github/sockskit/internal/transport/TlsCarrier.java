package io.github.sockskit.internal.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What TLS to the proxy is layered over: the connection, with a limit on all reads
 * together where there is one (the limit of a socket is one on each, and a record may
 * take many), and an end to all writes but those of whoever closes it.
 */
// Closing must not wait for a monitor, and needs none.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class TlsCarrier extends Socket {

	private final Socket connection;

	private volatile @Nullable Deadline deadline;

	private volatile boolean writing;

	private volatile @Nullable Thread closing;

	/** Every public method is overridden: one that is not would open a second socket. */
	TlsCarrier(Socket connection) throws SocketException {
		super((SocketImpl) null);
		this.connection = connection;
	}

	/** Limits reads from now on, or with {@code null} leaves them to the timeout set. */
	void limit(@Nullable Deadline deadline) {
		this.deadline = deadline;
	}

	/**
	 * From now on only this thread may write.
	 * @return whether no other is writing, so that this one need not wait for it
	 */
	boolean reserveWrites() {
		closing = Thread.currentThread();
		return !writing;
	}

	/** Fails once a thread has begun to close this side. */
	void requireOpen() throws SocketException {
		if (closing != null) {
			throw new SocketException("Socket closed");
		}
	}

	private int read(InputStream in, byte[] bytes, int offset, int length) throws IOException {
		Deadline limit = deadline;
		if (limit != null) {
			connection.setSoTimeout(limit.remainingMillis());
		}
		return in.read(bytes, offset, length);
	}

	private void write(OutputStream out, byte[] bytes, int offset, int length) throws IOException {
		writing = true;
		try {
			Thread closer = closing;
			if (closer != null && closer != Thread.currentThread()) {
				throw new SocketException("Socket closed");
			}
			out.write(bytes, offset, length);
		}
		finally {
			writing = false;
		}
	}

	@Override
	public InputStream getInputStream() throws IOException {
		InputStream in = connection.getInputStream();
		return new InputStream() {

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				return TlsCarrier.this.read(in, bytes, offset, length);
			}

			@Override
			public int available() throws IOException {
				return in.available();
			}

			@Override
			public void close() throws IOException {
				in.close();
			}

		};
	}

	@Override
	public OutputStream getOutputStream() throws IOException {
		OutputStream out = connection.getOutputStream();
		return new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				write(new byte[] { (byte) value }, 0, 1);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				TlsCarrier.this.write(out, bytes, offset, length);
			}

			@Override
			public void close() throws IOException {
				out.close();
			}

		};
	}

	@Override
	public void connect(SocketAddress endpoint) throws IOException {
		connection.connect(endpoint);
	}

	@Override
	public void connect(SocketAddress endpoint, int timeout) throws IOException {
		connection.connect(endpoint, timeout);
	}

	@Override
	public void bind(@Nullable SocketAddress local) throws IOException {
		connection.bind(local);
	}

	@Override
	public @Nullable InetAddress getInetAddress() {
		return connection.getInetAddress();
	}

	@Override
	public InetAddress getLocalAddress() {
		return connection.getLocalAddress();
	}

	@Override
	public int getPort() {
		return connection.getPort();
	}

	@Override
	public int getLocalPort() {
		return connection.getLocalPort();
	}

	@Override
	public @Nullable SocketAddress getRemoteSocketAddress() {
		return connection.getRemoteSocketAddress();
	}

	@Override
	public @Nullable SocketAddress getLocalSocketAddress() {
		return connection.getLocalSocketAddress();
	}

	@Override
	public @Nullable SocketChannel getChannel() {
		return connection.getChannel();
	}

	@Override
	public void sendUrgentData(int data) throws IOException {
		connection.sendUrgentData(data);
	}

	@Override
	public void shutdownInput() throws IOException {
		connection.shutdownInput();
	}

	@Override
	public void shutdownOutput() throws IOException {
		connection.shutdownOutput();
	}

	@Override
	public void close() throws IOException {
		connection.close();
	}

	@Override
	public boolean isConnected() {
		return connection.isConnected();
	}

	@Override
	public boolean isBound() {
		return connection.isBound();
	}

	@Override
	public boolean isClosed() {
		return connection.isClosed();
	}

	@Override
	public boolean isInputShutdown() {
		return connection.isInputShutdown();
	}

	@Override
	public boolean isOutputShutdown() {
		return connection.isOutputShutdown();
	}

	@Override
	public void setSoTimeout(int value) throws SocketException {
		connection.setSoTimeout(value);
	}

	@Override
	public int getSoTimeout() throws SocketException {
		return connection.getSoTimeout();
	}

	@Override
	public void setTcpNoDelay(boolean on) throws SocketException {
		connection.setTcpNoDelay(on);
	}

	@Override
	public boolean getTcpNoDelay() throws SocketException {
		return connection.getTcpNoDelay();
	}

	@Override
	public void setKeepAlive(boolean on) throws SocketException {
		connection.setKeepAlive(on);
	}

	@Override
	public boolean getKeepAlive() throws SocketException {
		return connection.getKeepAlive();
	}

	@Override
	public void setOOBInline(boolean on) throws SocketException {
		connection.setOOBInline(on);
	}

	@Override
	public boolean getOOBInline() throws SocketException {
		return connection.getOOBInline();
	}

	@Override
	public void setReuseAddress(boolean on) throws SocketException {
		connection.setReuseAddress(on);
	}

	@Override
	public boolean getReuseAddress() throws SocketException {
		return connection.getReuseAddress();
	}

	@Override
	public void setSendBufferSize(int value) throws SocketException {
		connection.setSendBufferSize(value);
	}

	@Override
	public int getSendBufferSize() throws SocketException {
		return connection.getSendBufferSize();
	}

	@Override
	public void setReceiveBufferSize(int value) throws SocketException {
		connection.setReceiveBufferSize(value);
	}

	@Override
	public int getReceiveBufferSize() throws SocketException {
		return connection.getReceiveBufferSize();
	}

	@Override
	public void setTrafficClass(int value) throws SocketException {
		connection.setTrafficClass(value);
	}

	@Override
	public int getTrafficClass() throws SocketException {
		return connection.getTrafficClass();
	}

	@Override
	public void setSoLinger(boolean on, int seconds) throws SocketException {
		connection.setSoLinger(on, seconds);
	}

	@Override
	public int getSoLinger() throws SocketException {
		return connection.getSoLinger();
	}

	@Override
	public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
		connection.setPerformancePreferences(connectionTime, latency, bandwidth);
	}

	@Override
	public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
		connection.setOption(name, value);
		return this;
	}

	@Override
	public <T> T getOption(SocketOption<T> name) throws IOException {
		return connection.getOption(name);
	}

	@Override
	public Set<SocketOption<?>> supportedOptions() {
		return connection.supportedOptions();
	}

	@Override
	public String toString() {
		return connection.toString();
	}

}
