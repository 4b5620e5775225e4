package io.github.sockskit.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * USERNAME/PASSWORD (RFC 1929). Both are sent as UTF-8.
 */
public final class UsernamePassword implements AuthMethod {

	private static final byte VERSION = 1;

	private final String username;

	private final String password;

	/**
	 * Creates the method for one user.
	 * @param username 1 to 255 bytes
	 * @param password 0 to 255 bytes
	 * @throws IllegalArgumentException if one of them cannot be sent; it is not shown
	 */
	public UsernamePassword(String username, String password) {
		this.username = requireLength("username", 1, username);
		this.password = requireLength("password", 0, password);
	}

	private static String requireLength(String what, int least, String value) {
		int length = value.getBytes(StandardCharsets.UTF_8).length;
		if (length < least || length > 255) {
			throw new IllegalArgumentException(
					"the %s has %d bytes, RFC 1929 allows %d to 255".formatted(what, length, least));
		}
		return value;
	}

	@Override
	public int number() {
		return 2;
	}

	@Override
	public SubNegotiation begin(String proxyHost) {
		return new Dialogue(message());
	}

	@Override
	public boolean mayGoAhead() {
		return true;
	}

	/** VER ULEN UNAME PLEN PASSWD (RFC 1929, 2). */
	private ByteBuffer message() {
		byte[] name = username.getBytes(StandardCharsets.UTF_8);
		byte[] secret = password.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(3 + name.length + secret.length)
			.put(VERSION)
			.put((byte) name.length)
			.put(name)
			.put((byte) secret.length)
			.put(secret)
			.flip();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof UsernamePassword that && username.equals(that.username)
				&& password.equals(that.password);
	}

	@Override
	public int hashCode() {
		return Objects.hash(username, password);
	}

	@Override
	public String toString() {
		return "username/password";
	}

	private static final class Dialogue implements SubNegotiation {

		private final ByteBuffer message;

		private int version = -1;

		private boolean accepted;

		Dialogue(ByteBuffer message) {
			this.message = message;
		}

		@Override
		public ByteBuffer output() {
			ByteBuffer out = message.slice();
			message.position(message.limit());
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
				// Tor answers credentials of a format that it does not know with a reply
				// to the request (version 5), a failure in both readings.
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
				if (version != VERSION) {
					throw AuthException.malformed("version 5 in the reply to username and password, RFC 1929 has 1");
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
