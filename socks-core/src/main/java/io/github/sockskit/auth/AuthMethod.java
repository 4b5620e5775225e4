package io.github.sockskit.auth;

/**
 * A METHOD of RFC 1928, section 3. Immutable and thread-safe; every handshake begins its
 * own sub-negotiation. Methods are compared with {@code equals} when proxies are, and
 * shown with {@code toString} when a proxy accepts none of them: neither credentials nor
 * anything else that is secret belongs into that.
 * <p>
 * {@link #NONE}, {@link UsernamePassword} and {@link Gssapi} are made of nothing but the
 * interfaces of this package, and so can others be. A private one, which sends a token
 * and is told with one byte whether it is good:
 *
 * <pre>{@code
 * record TokenMethod(byte[] token) implements AuthMethod {
 *
 *     public int number() {
 *         return 0x80;
 *     }
 *
 *     public SubNegotiation begin(String proxyHost) {
 *         return new SubNegotiation() {
 *
 *             private ByteBuffer message = ByteBuffer.wrap(token);
 *
 *             private int need = 1;
 *
 *             public ByteBuffer output() {
 *                 ByteBuffer next = message;
 *                 message = ByteBuffer.allocate(0);
 *                 return next;
 *             }
 *
 *             public int need() {
 *                 return need;
 *             }
 *
 *             public void feed(ByteBuffer in) throws AuthException {
 *                 int status = in.get() & 0xFF;
 *                 if (status != 0) {
 *                     throw AuthException.refused(status, "the token; ask for a new one");
 *                 }
 *                 need = 0;
 *             }
 *
 *         };
 *     }
 *
 *     public String toString() {
 *         return "token";
 *     }
 *
 * }
 *
 * SocksProxy proxy = SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
 *     .methods(new TokenMethod(token), AuthMethod.NONE)
 *     .build();
 * }</pre>
 *
 * A method that protects what follows gives an {@link Encapsulation} as well.
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
		public SubNegotiation begin(String proxyHost) {
			return SubNegotiation.NOTHING;
		}

		@Override
		public boolean isPipelinable() {
			return true;
		}

		@Override
		public String toString() {
			return "no authentication";
		}

	};

	/**
	 * The number under which the method is offered.
	 * @return 0 to 254, always the same; 128 to 254 are for private methods
	 */
	int number();

	/**
	 * Begins the dialogue that follows the method's selection. Does not block.
	 * @param proxyHost name or literal of the proxy as it was configured, for methods
	 * that have the proxy prove who it is
	 * @return a new one, or {@link SubNegotiation#NOTHING}
	 */
	SubNegotiation begin(String proxyHost);

	/**
	 * Whether the method's message may be pipelined: sent together with the greeting and
	 * the request, which saves the round trips between them. The first output of the
	 * dialogue must then be its only one, whatever the proxy answers. The dialogue must
	 * not block, and must give no {@link Encapsulation}. The message is pipelined only to
	 * a proxy that has selected the method before, or if the handshake mode is
	 * {@code PIPELINED}.
	 * @return {@code false} unless overridden
	 */
	default boolean isPipelinable() {
		return false;
	}

}
