package io.github.sockskit.auth;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The dialogue of one handshake that a method demands once it is selected: what to send,
 * how many bytes may be read, and what they meant. Used by one thread at a time.
 */
public interface SubNegotiation {

	/**
	 * A method without a dialogue.
	 */
	SubNegotiation NOTHING = new SubNegotiation() {

		private final ByteBuffer empty = ByteBuffer.allocate(0);

		@Override
		public ByteBuffer output() {
			return empty;
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
	 * Whether the next {@link #output()} may take long, because it asks a server or a
	 * person. It is then called on a thread of its own, which is waited for as long as
	 * the budget of the dial allows and left behind after that. Nothing else may block.
	 * @return {@code false} unless overridden
	 */
	default boolean mayBlock() {
		return false;
	}

	/**
	 * Takes the message that must leave before more is read.
	 * @return a whole message in a buffer with an array, empty if there is none
	 * @throws AuthException if this side cannot go on
	 */
	ByteBuffer output() throws AuthException;

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

	/**
	 * Names the message whose answer is awaited. It goes into the failure if the proxy
	 * closes the connection instead of answering.
	 * @return words that go on after "without an answer to"
	 */
	default String awaited() {
		return "the authentication";
	}

	/**
	 * The protection of everything that follows, once the dialogue has succeeded.
	 * @return {@code null} if nothing is wrapped, which is the default
	 */
	default @Nullable Encapsulation encapsulation() {
		return null;
	}

}
