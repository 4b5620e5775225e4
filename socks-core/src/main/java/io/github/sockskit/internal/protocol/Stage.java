package io.github.sockskit.internal.protocol;

/**
 * How far a handshake got.
 */
public enum Stage {

	/** The method reply is awaited (RFC 1928, section 3). */
	METHOD,

	/** A sub-negotiation is under way. */
	AUTHENTICATION,

	/** The reply to the request is awaited. */
	REQUEST,

	/** BIND: the second reply, which tells of the peer's connection, is awaited. */
	ACCEPT

}
