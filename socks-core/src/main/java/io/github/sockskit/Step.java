package io.github.sockskit;

import io.github.sockskit.internal.protocol.Stage;

/**
 * A step of a dial, in the order in which they are taken.
 */
public enum Step {

	/**
	 * A name is looked up here: the proxy's, or the target's where the proxy gets
	 * addresses.
	 */
	RESOLVE,

	/**
	 * The connection to the proxy is made: TCP, or a unix-domain socket.
	 */
	CONNECT,

	/**
	 * TLS to the proxy is negotiated, and its certificate checked.
	 */
	TLS,

	/**
	 * SOCKS5: the proxy selects an authentication method (RFC 1928, section 3).
	 */
	METHOD,

	/**
	 * SOCKS5: the sub-negotiation of the selected method (RFC 1929).
	 */
	AUTHENTICATION,

	/**
	 * The proxy is asked for the target and replies (SOCKS4; RFC 1928, sections 4 and 6).
	 */
	REQUEST,

	/**
	 * BIND: the peer's connection is awaited.
	 */
	ACCEPT;

	static Step of(Stage stage) {
		return switch (stage) {
			case METHOD -> METHOD;
			case AUTHENTICATION -> AUTHENTICATION;
			case REQUEST -> REQUEST;
			case ACCEPT -> ACCEPT;
		};
	}

}
