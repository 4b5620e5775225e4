package io.github.sockskit.auth;

/**
 * A METHOD of RFC 1928, section 3. Immutable; every handshake begins its own
 * sub-negotiation.
 */
public interface AuthMethod {

	/**
	 * NO AUTHENTICATION REQUIRED.
	 */
	AuthMethod NONE = new AuthMethod() {

		@Override
		public int number() {
			return 0;
		}

		@Override
		public SubNegotiation begin() {
			return SubNegotiation.NOTHING;
		}

		@Override
		public String toString() {
			return "no authentication";
		}

	};

	/**
	 * The number under which the method is offered.
	 * @return 0 to 254
	 */
	int number();

	/**
	 * Begins the dialogue that follows the method's selection.
	 * @return a new one, or {@link SubNegotiation#NOTHING}
	 */
	SubNegotiation begin();

}
