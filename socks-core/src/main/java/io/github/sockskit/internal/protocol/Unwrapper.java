package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;

import io.github.sockskit.auth.AuthException;
import io.github.sockskit.auth.Encapsulation;

/**
 * Takes the messages of an encapsulation apart, from any split of their bytes, and keeps
 * what they hold until it is taken. From the reply on there is one for a connection. Not
 * thread-safe; its encapsulation wraps independently of it.
 */
public final class Unwrapper {

	private final Encapsulation encapsulation;

	private final ByteBuffer header;

	private ByteBuffer body = ByteBuffer.allocate(0);

	private ByteBuffer data = ByteBuffer.allocate(0);

	Unwrapper(Encapsulation encapsulation) {
		this.encapsulation = encapsulation;
		this.header = ByteBuffer.allocate(encapsulation.headerLength());
	}

	/**
	 * The encapsulation of this connection, for wrapping.
	 * @return the encapsulation
	 */
	public Encapsulation encapsulation() {
		return encapsulation;
	}

	/**
	 * How many bytes are left of this message's header, or of its body.
	 * @return 1 or more
	 */
	public int need() {
		return header.hasRemaining() ? header.remaining() : body.remaining();
	}

	/**
	 * Consumes bytes of the proxy.
	 * @param in one to {@link #need()} bytes, all are consumed
	 * @throws AuthException if they are no message, or not a genuine one
	 */
	public void feed(ByteBuffer in) throws AuthException {
		if (header.hasRemaining()) {
			header.put(in);
			if (header.hasRemaining()) {
				return;
			}
			body = ByteBuffer.allocate(encapsulation.bodyLength(header.flip()));
			header.position(header.limit());
		}
		else {
			body.put(in);
		}
		if (!body.hasRemaining()) {
			header.clear();
			data = joined(data, encapsulation.unwrap(body.flip()));
			body = ByteBuffer.allocate(0);
		}
	}

	/** Mostly nothing is left before a message is read, and nothing to copy. */
	private static ByteBuffer joined(ByteBuffer left, ByteBuffer next) {
		return left.hasRemaining() ? ByteBuffer.allocate(left.remaining() + next.remaining()).put(left).put(next).flip()
				: next;
	}

	/**
	 * The unwrapped data that has not been read yet.
	 * @return the live buffer: reading from it consumes the data
	 */
	public ByteBuffer data() {
		return data;
	}

	/**
	 * Whether the connection must not end here.
	 * @return {@code true} in the middle of a message
	 */
	public boolean isInside() {
		return header.position() > 0;
	}

}
