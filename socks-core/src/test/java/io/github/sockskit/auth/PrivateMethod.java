package io.github.sockskit.auth;

import java.nio.ByteBuffer;

/**
 * A method of somebody's own, number 0x80: a challenge of one byte is answered with the
 * next number. What follows is wrapped: two bytes of length, the data, each byte of it
 * XOR 0x5A, and their sum.
 */
public record PrivateMethod() implements AuthMethod {

	@Override
	public int number() {
		return 0x80;
	}

	@Override
	public SubNegotiation begin(String proxyHost) {
		return new Dialogue();
	}

	@Override
	public String toString() {
		return "next number";
	}

	private static final class Dialogue implements SubNegotiation {

		private ByteBuffer output = ByteBuffer.wrap(new byte[] { 7 });

		private int awaited = 2;

		@Override
		public ByteBuffer output() {
			ByteBuffer out = output;
			output = ByteBuffer.allocate(0);
			return out;
		}

		@Override
		public int need() {
			return Math.min(awaited, 1);
		}

		@Override
		public void feed(ByteBuffer in) throws AuthException {
			int value = in.get() & 0xFF;
			if (--awaited == 1) {
				output = ByteBuffer.wrap(new byte[] { (byte) (value + 1) });
			}
			else if (value != 0) {
				throw AuthException.refused(value, "the number; learn to count");
			}
		}

		@Override
		public Encapsulation encapsulation() {
			return new Sums();
		}

	}

	private static final class Sums implements Encapsulation {

		@Override
		public int maxLength() {
			return 1000;
		}

		@Override
		public ByteBuffer wrap(ByteBuffer data) {
			ByteBuffer message = ByteBuffer.allocate(2 + data.remaining() + 1);
			message.putShort((short) (data.remaining() + 1));
			int sum = 0;
			while (data.hasRemaining()) {
				byte value = data.get();
				sum += value;
				message.put((byte) (value ^ 0x5A));
			}
			return message.put((byte) sum).flip();
		}

		@Override
		public int headerLength() {
			return 2;
		}

		@Override
		public int bodyLength(ByteBuffer header) throws AuthException {
			int length = header.getShort() & 0xFFFF;
			if (length < 1) {
				throw AuthException.malformed("a message without a sum");
			}
			return length;
		}

		@Override
		public ByteBuffer unwrap(ByteBuffer body) throws AuthException {
			ByteBuffer data = ByteBuffer.allocate(body.remaining() - 1);
			int sum = 0;
			while (data.hasRemaining()) {
				byte value = (byte) (body.get() ^ 0x5A);
				sum += value;
				data.put(value);
			}
			if ((byte) sum != body.get()) {
				throw AuthException.malformed("a message with a wrong sum");
			}
			return data.flip();
		}

	}

}
