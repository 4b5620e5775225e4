package io.github.sockskit.internal.protocol;

import io.github.sockskit.auth.AuthException;

/**
 * A failed handshake: the kind of failure, the stage and the code. Callers add the proxy
 * and the target. The message is {@linkplain EscapedText escaped}.
 */
public final class HandshakeException extends Exception {

	/** The kind of failure. */
	public enum Kind {

		/** The proxy accepts none of the offered methods. */
		NO_ACCEPTABLE_METHOD,

		/** The proxy refused the credentials. */
		AUTHENTICATION_REFUSED,

		/** This side cannot authenticate, or not to this proxy. */
		AUTHENTICATION_FAILED,

		/** The proxy refused the request. */
		REQUEST_REFUSED,

		/** The proxy violated the protocol, or speaks another one. */
		MALFORMED,

		/** The proxy closed the connection. */
		CLOSED

	}

	/** A method may quote the proxy at any length. */
	private static final int LONGEST_MESSAGE = 1000;

	private final Kind kind;

	private final Stage stage;

	private final int code;

	HandshakeException(Kind kind, Stage stage, int code, String message) {
		super(EscapedText.of(message, LONGEST_MESSAGE));
		this.kind = kind;
		this.stage = stage;
		this.code = code;
	}

	/** Takes over the cause of the other, whose own stack trace explains nothing. */
	static HandshakeException of(Stage stage, AuthException failure) {
		Kind kind = switch (failure.kind()) {
			case REFUSED -> Kind.AUTHENTICATION_REFUSED;
			case MALFORMED -> Kind.MALFORMED;
			case FAILED -> Kind.AUTHENTICATION_FAILED;
		};
		HandshakeException ex = new HandshakeException(kind, stage, failure.status(),
				String.valueOf(failure.getMessage()));
		ex.initCause(failure.getCause());
		return ex;
	}

	static HandshakeException malformed(Stage stage, String message) {
		return new HandshakeException(Kind.MALFORMED, stage, -1, message);
	}

	static HandshakeException closed(Stage stage, int received, String reply) {
		return new HandshakeException(Kind.CLOSED, stage, -1,
				(received == 0) ? "without " + reply : "after %d bytes of %s".formatted(received, reply));
	}

	/**
	 * The kind of failure.
	 * @return the kind
	 */
	public Kind kind() {
		return kind;
	}

	/**
	 * The stage at which the handshake failed.
	 * @return the stage
	 */
	public Stage stage() {
		return stage;
	}

	/**
	 * The method, status or reply code that the proxy sent.
	 * @return 0 to 255, -1 if none was sent
	 */
	public int code() {
		return code;
	}

}
