package io.github.sockskit.auth;

import java.nio.ByteBuffer;

/**
 * The dialogue of one handshake that a method demands once it is selected: what to send,
 * how many bytes may be read, and what they meant. Not thread-safe.
 */
public interface SubNegotiation {

	/**
	 * A method without a dialogue.
	 */
	SubNegotiation NOTHING = new SubNegotiation() {

		@Override
		public ByteBuffer output() {
			return ByteBuffer.allocate(0);
		}

		@Override
		public int need() {
			return 0;
		}

		@Override
		public void feed(ByteBuffer in) {
			throw new IllegalStateException("nothing was asked for");
		}

	};

	/**
	 * Takes the message that must leave before more is read.
	 * @return a whole message, empty if there is none
	 */
	ByteBuffer output();

	/**
	 * How many bytes every valid continuation still holds at least.
	 * @return 0 when the dialogue has ended well
	 */
	int need();

	/**
	 * Consumes bytes of the proxy.
	 * @param in one to {@link #need()} bytes, all are consumed
	 * @throws AuthException if the proxy refused, or said what the method does not allow
	 */
	void feed(ByteBuffer in) throws AuthException;

}
