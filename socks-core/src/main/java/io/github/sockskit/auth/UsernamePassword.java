package io.github.sockskit.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * USERNAME/PASSWORD (RFC 1929). Both are sent as UTF-8.
 */
public final class UsernamePassword implements AuthMethod {

	private static final byte VERSION = 1;

	/** VER ULEN UNAME PLEN PASSWD (RFC 1929, 2), only ever read. */
	private final byte[] message;

	/**
	 * Creates the method for one user.
	 * @param username 1 to 255 bytes
	 * @param password 0 to 255 bytes
	 * @throws IllegalArgumentException if one of them cannot be sent; it is not shown
	 */
	public UsernamePassword(String username, String password) {
		byte[] name = encoded("username", 1, username);
		byte[] secret = encoded("password", 0, password);
		this.message = ByteBuffer.allocate(3 + name.length + secret.length)
			.put(VERSION)
			.put((byte) name.length)
			.put(name)
			.put((byte) secret.length)
			.put(secret)
			.array();
	}

	private static byte[] encoded(String what, int least, String value) {
		byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
		if (bytes.length < least || bytes.length > 255) {
			throw new IllegalArgumentException(
					"the %s has %d bytes, RFC 1929 allows %d to 255".formatted(what, bytes.length, least));
		}
		return bytes;
	}

	@Override
	public int number() {
		return 2;
	}

	@Override
	public SubNegotiation begin(String proxyHost) {
		return new Dialogue(ByteBuffer.wrap(message));
	}

	@Override
	public boolean isPipelinable() {
		return true;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof UsernamePassword that && Arrays.equals(message, that.message);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(message);
	}

	@Override
	public String toString() {
		return "username/password";
	}

	private static final class Dialogue implements SubNegotiation {

		private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

		private ByteBuffer message;

		private int version = -1;

		private boolean accepted;

		Dialogue(ByteBuffer message) {
			this.message = message;
		}

		@Override
		public ByteBuffer output() {
			ByteBuffer out = message;
			message = NOTHING;
			return out;
		}

		@Override
		public int need() {
			return accepted ? 0 : (version < 0) ? 2 : 1;
		}

		/** VER STATUS (RFC 1929, 2). */
		@Override
		public void feed(ByteBuffer in) throws AuthException {
			if (version < 0) {
				version = in.get() & 0xFF;
				// Several servers answer with the version of SOCKS instead of that of the
				// sub-negotiation. Tor answers credentials of an unknown format with a
				// failed reply to the request, whose second byte is not 0 either.
				if (version != VERSION && version != 5) {
					throw AuthException.malformed(
							"version %d in the reply to username and password, RFC 1929 has 1".formatted(version));
				}
			}
			if (in.hasRemaining()) {
				int status = in.get() & 0xFF;
				if (status != 0) {
					throw AuthException.refused(status,
							"username and password, status %d; check username and password".formatted(status));
				}
				accepted = true;
			}
		}

		@Override
		public String awaited() {
			return "username and password";
		}

	}

}
