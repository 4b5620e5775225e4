package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sockskit.internal.protocol.Address;
import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.transport.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What an optimistic dial has left to read: the proxy's replies, which stand before the
 * first byte of data. Whoever reads first reads them; after that the streams of here only
 * pass on to those of the connection. Locks, and no monitors, are held across I/O, and
 * none of them by who only writes.
 */
final class PendingReplies {

	/** Enough to take what has come, without waiting for more. */
	private static final Duration AT_ONCE = Duration.ofMillis(1);

	/**
	 * The same, when it is the last time: the thread may have to wait for a processor.
	 */
	private static final Duration AT_LAST = Duration.ofMillis(50);

	/** A connection that broke is not waited for. */
	private static final Duration BROKEN = Duration.ofSeconds(1);

	private final Dial dial;

	private final Handshake handshake;

	private final Transport transport;

	private final Input input = new Input();

	private final Output output;

	/** Held by who reads the replies. */
	private final ReentrantLock replies = new ReentrantLock();

	private volatile boolean read;

	private volatile @Nullable SocksException failure;

	private int soTimeout;

	private boolean tcpNoDelay;

	private PendingReplies(Dial dial, Handshake handshake, Transport transport, int soTimeout) throws IOException {
		this.dial = dial;
		this.handshake = handshake;
		this.transport = transport;
		this.output = new Output(transport.output());
		this.soTimeout = soTimeout;
		this.tcpNoDelay = transport.socket().getTcpNoDelay();
	}

	/**
	 * The replies that a dial awaits.
	 * @param soTimeout for reads by the user
	 */
	static PendingReplies of(Dial dial, Handshake handshake, Transport transport, int soTimeout) throws IOException {
		PendingReplies pending = new PendingReplies(dial, handshake, transport, soTimeout);
		if (!pending.tcpNoDelay) {
			// Otherwise the first data would wait until the request is acknowledged.
			pending.applyTcpNoDelay(true);
		}
		return pending;
	}

	/** Whether the replies were read and granted the request. */
	boolean areRead() {
		return read;
	}

	InputStream input() {
		return input;
	}

	OutputStream output() {
		return output;
	}

	/** Waits for the replies until the budget ends. */
	void await() throws IOException {
		await(dial.deadline());
	}

	Address awaitBoundAddress() throws IOException {
		await();
		return handshake.boundAddress();
	}

	/**
	 * Waits for the replies.
	 * @param patience how long, unless the budget ends before
	 * @throws SocketTimeoutException if that has passed; this can be called again
	 * @throws SocksException if a step failed; the transport is closed
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	private void await(Deadline patience) throws IOException {
		if (read) {
			return;
		}
		replies.lock();
		try {
			requireNoFailure();
			if (!read) {
				requireOpen();
				// What has come in time counts, however late it is read.
				finish(dial.deadline().isOver() ? Deadline.after(AT_LAST) : dial.deadline().or(patience));
				settle();
			}
		}
		finally {
			replies.unlock();
		}
	}

	private void finish(Deadline limit) throws IOException {
		Deadline outer = transport.limit();
		try {
			dial.finish(handshake, transport, limit);
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			fail(ex);
			throw ex;
		}
		finally {
			transport.limit(outer);
		}
	}

	private void fail(IOException ex) {
		if (ex instanceof SocksException first) {
			failure = first;
		}
		transport.close();
	}

	/** An interrupt has closed the connection below the transport. */
	private void requireOpen() throws SocketException {
		if (transport.isClosed()) {
			transport.close();
		}
		transport.requireOpen();
	}

	/** Takes what has come of the replies, and knows then whether it is a failure. */
	private void poll() throws IOException {
		requireNoFailure();
		if (read || !replies.tryLock()) {
			return;
		}
		try {
			requireOpen();
			if (transport.socket().getInputStream().available() > 0 || dial.deadline().isOver()) {
				await(Deadline.after(AT_ONCE));
			}
		}
		catch (SocketTimeoutException ex) {
			// Some are still to come.
		}
		catch (SocksException ex) {
			fail(ex); // of a hop before, maybe, which nobody here knows yet
			throw ex;
		}
		finally {
			replies.unlock();
		}
	}

	void requireNoFailure() throws SocksException {
		SocksException first = failure;
		if (first != null) {
			throw first.again();
		}
	}

	/** From now on options are those of the connection. */
	private synchronized void settle() throws SocketException {
		transport.socket().setSoTimeout(soTimeout);
		if (!tcpNoDelay) {
			applyTcpNoDelay(false);
		}
		read = true;
	}

	/** Some systems refuse it once the other side is gone. */
	private void applyTcpNoDelay(boolean on) {
		try {
			transport.socket().setTcpNoDelay(on);
		}
		catch (SocketException ex) {
			// Who reads or writes finds out.
		}
	}

	synchronized void setSoTimeout(int timeout) throws SocketException {
		soTimeout = timeout;
		if (read) {
			transport.socket().setSoTimeout(timeout);
		}
	}

	private synchronized int getSoTimeout() {
		return soTimeout;
	}

	synchronized void setTcpNoDelay(boolean on) throws SocketException {
		tcpNoDelay = on;
		if (read) {
			transport.socket().setTcpNoDelay(on);
		}
	}

	synchronized boolean getTcpNoDelay() {
		return tcpNoDelay;
	}

	private final class Input extends InputStream {

		/** Held by who reads first, for all of that read. */
		private final ReentrantLock first = new ReentrantLock();

		private volatile @Nullable InputStream connection;

		@Override
		public int read() throws IOException {
			InputStream in = connection;
			if (in != null) {
				return in.read();
			}
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			InputStream in = connection;
			return (in != null) ? in.read(bytes, offset, length) : readFirst(bytes, offset, length);
		}

		private int readFirst(byte[] bytes, int offset, int length) throws IOException {
			Objects.checkFromIndexSize(offset, length, bytes.length);
			first.lock();
			try {
				InputStream in = connection;
				if (in != null) {
					return in.read(bytes, offset, length);
				}
				int timeout = getSoTimeout();
				if (timeout == 0) {
					await();
					in = open();
					return in.read(bytes, offset, length);
				}
				Deadline limit = Deadline.after(Duration.ofMillis(timeout));
				await(limit);
				return readWithin(limit, bytes, offset, length);
			}
			finally {
				first.unlock();
			}
		}

		/** The data have to come in what is left of the time for this read. */
		private int readWithin(Deadline limit, byte[] bytes, int offset, int length) throws IOException {
			InputStream in = transport.input();
			transport.socket().setSoTimeout(limit.remainingMillis());
			try {
				return in.read(bytes, offset, length);
			}
			finally {
				if (!transport.isClosed()) {
					setSoTimeout(getSoTimeout());
				}
				connection = in;
			}
		}

		private InputStream open() throws IOException {
			InputStream in = transport.input();
			connection = in;
			return in;
		}

		@Override
		public int available() throws IOException {
			poll();
			return areRead() ? transport.input().available() : 0;
		}

		/** Closes the socket. */
		@Override
		public void close() {
			transport.close();
		}

	}

	private final class Output extends OutputStream {

		private final OutputStream connection;

		Output(OutputStream connection) {
			this.connection = connection;
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			if (areRead()) {
				connection.write(bytes, offset, length);
				return;
			}
			poll();
			try {
				connection.write(bytes, offset, length);
			}
			catch (SocksException ex) {
				fail(ex); // of a hop before
				throw ex;
			}
			catch (IOException ex) {
				explain();
				throw ex;
			}
		}

		/** A proxy that closes has mostly said why before. */
		private void explain() throws IOException {
			requireNoFailure();
			if (transport.isClosed()) {
				transport.close();
				return;
			}
			try {
				await(Deadline.after(BROKEN));
			}
			catch (SocketTimeoutException ex) {
				// It has not.
			}
		}

		@Override
		public void flush() throws IOException {
			connection.flush();
		}

		/** Closes the socket. */
		@Override
		public void close() {
			transport.close();
		}

	}

}
