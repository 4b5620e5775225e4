package io.github.sockskit.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import io.github.sockskit.auth.AuthException;
import io.github.sockskit.auth.Encapsulation;
import io.github.sockskit.internal.protocol.EscapedText;
import io.github.sockskit.internal.protocol.Unwrapper;

/**
 * The streams of a connection whose authentication method wraps what goes through it.
 * Each write leaves at once, as messages of its own. A read that times out keeps what has
 * come of a message for the next. Locks, and no monitors, since they are held across I/O.
 */
public final class EncapsulatedStreams {

	private final Socket socket;

	private final Input input;

	private final Output output;

	public EncapsulatedStreams(Socket socket, Unwrapper unwrapper) throws IOException {
		this.socket = socket;
		this.input = new Input(socket.getInputStream(), unwrapper);
		this.output = new Output(socket.getOutputStream(), unwrapper.encapsulation());
	}

	public InputStream input() {
		return input;
	}

	public OutputStream output() {
		return output;
	}

	/** What comes or goes after this would have lost its place. */
	private IOException broken(AuthException ex) throws IOException {
		socket.close();
		return new IOException(
				"the connection to the proxy is closed: " + EscapedText.of(String.valueOf(ex.getMessage()), 1000), ex);
	}

	private void requireOpen() throws SocketException {
		if (socket.isClosed()) {
			throw new SocketException("Socket closed");
		}
	}

	private final class Input extends InputStream {

		private final InputStream in;

		private final Unwrapper unwrapper;

		private final ReentrantLock lock = new ReentrantLock();

		private byte[] received = new byte[0];

		Input(InputStream in, Unwrapper unwrapper) {
			this.in = in;
			this.unwrapper = unwrapper;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			Objects.checkFromIndexSize(offset, length, bytes.length);
			lock.lock();
			try {
				requireOpen();
				if (length == 0) {
					return 0;
				}
				while (!socket.isInputShutdown()) {
					ByteBuffer data = unwrapper.data();
					if (data.hasRemaining()) {
						int count = Math.min(length, data.remaining());
						data.get(bytes, offset, count);
						return count;
					}
					if (receive(unwrapper.need()) < 0) {
						break;
					}
				}
				if (unwrapper.isInside() && !socket.isInputShutdown()) {
					throw new EOFException("the proxy closed the connection in the middle of a message");
				}
				return -1;
			}
			finally {
				lock.unlock();
			}
		}

		private int receive(int need) throws IOException {
			if (need > received.length) {
				received = new byte[need];
			}
			int count = in.read(received, 0, need);
			if (count > 0) {
				try {
					unwrapper.feed(ByteBuffer.wrap(received, 0, count));
				}
				catch (AuthException ex) {
					throw broken(ex);
				}
			}
			return count;
		}

		/** What can be unwrapped of what has come. */
		@Override
		public int available() throws IOException {
			if (!lock.tryLock()) {
				return 0;
			}
			try {
				requireOpen();
				if (socket.isInputShutdown()) {
					return 0;
				}
				while (!unwrapper.data().hasRemaining()) {
					int there = Math.min(in.available(), unwrapper.need());
					if (there == 0) {
						break;
					}
					receive(there);
				}
				return unwrapper.data().remaining();
			}
			finally {
				lock.unlock();
			}
		}

		/** Closes the socket. */
		@Override
		public void close() throws IOException {
			in.close();
		}

	}

	private final class Output extends OutputStream {

		private final OutputStream out;

		private final Encapsulation encapsulation;

		private final ReentrantLock lock = new ReentrantLock();

		Output(OutputStream out, Encapsulation encapsulation) {
			this.out = out;
			this.encapsulation = encapsulation;
		}

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			Objects.checkFromIndexSize(offset, length, bytes.length);
			lock.lock();
			try {
				requireOpen();
				ByteBuffer data = ByteBuffer.wrap(bytes, offset, length);
				while (data.hasRemaining()) {
					int count = Math.min(encapsulation.maxLength(), data.remaining());
					ByteBuffer message = wrapped(data.slice(data.position(), count));
					out.write(message.array(), message.arrayOffset() + message.position(), message.remaining());
					data.position(data.position() + count);
				}
			}
			finally {
				lock.unlock();
			}
		}

		private ByteBuffer wrapped(ByteBuffer data) throws IOException {
			try {
				return encapsulation.wrap(data);
			}
			catch (AuthException ex) {
				throw broken(ex);
			}
		}

		/** Closes the socket. */
		@Override
		public void close() throws IOException {
			out.close();
		}

	}

}
