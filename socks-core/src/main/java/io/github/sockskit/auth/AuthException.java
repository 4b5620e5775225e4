package io.github.sockskit.auth;

import org.jspecify.annotations.Nullable;

/**
 * An authentication, or a message under its protection, that did not end well. Its
 * message never holds a credential.
 */
public final class AuthException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * The kind of failure.
	 */
	public enum Kind {

		/** The proxy refused. */
		REFUSED,

		/** The proxy violated the protocol of the method. */
		MALFORMED,

		/** This side cannot go on, with this proxy or at all. */
		FAILED

	}

	private final Kind kind;

	private final int status;

	private AuthException(Kind kind, int status, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.kind = kind;
		this.status = status;
	}

	/**
	 * The proxy refused the credentials.
	 * @param status what it said, 0 to 255
	 * @param message what it refused; and what to do, behind a semicolon
	 * @return the exception to throw
	 */
	public static AuthException refused(int status, String message) {
		return new AuthException(Kind.REFUSED, status, message, null);
	}

	/**
	 * The proxy violated the protocol of the method.
	 * @param message what was read
	 * @return the exception to throw
	 */
	public static AuthException malformed(String message) {
		return new AuthException(Kind.MALFORMED, -1, message, null);
	}

	/**
	 * The proxy violated the protocol of the method, as an exception shows.
	 * @param message what was read
	 * @param cause what is wrong with it
	 * @return the exception to throw
	 */
	public static AuthException malformed(String message, Throwable cause) {
		return new AuthException(Kind.MALFORMED, -1, message, cause);
	}

	/**
	 * This side cannot go on: it has no credentials, or does not accept what the proxy
	 * proves or offers.
	 * @param message what failed; and what to do, behind a semicolon
	 * @param cause why, if an exception says so
	 * @return the exception to throw
	 */
	public static AuthException failed(String message, @Nullable Throwable cause) {
		return new AuthException(Kind.FAILED, -1, message, cause);
	}

	/**
	 * The kind of failure.
	 * @return the kind
	 */
	public Kind kind() {
		return kind;
	}

	/**
	 * The status that the proxy sent.
	 * @return the status of a refusal, -1 if there was none
	 */
	public int status() {
		return status;
	}

}
