package io.github.sockskit.auth;

/**
 * A sub-negotiation that did not end well. Its message never holds a credential.
 */
public final class AuthException extends Exception {

	private final int status;

	private AuthException(int status, String message) {
		super(message);
		this.status = status;
	}

	/**
	 * The proxy refused the credentials.
	 * @param status what it said, 0 to 255
	 * @param message what it refused
	 * @return the exception to throw
	 */
	public static AuthException refused(int status, String message) {
		return new AuthException(status, message);
	}

	/**
	 * The proxy said what the method does not allow.
	 * @param message what was read
	 * @return the exception to throw
	 */
	public static AuthException malformed(String message) {
		return new AuthException(-1, message);
	}

	/**
	 * What the proxy said.
	 * @return the status of a refusal, -1 if there was none
	 */
	public int status() {
		return status;
	}

}
