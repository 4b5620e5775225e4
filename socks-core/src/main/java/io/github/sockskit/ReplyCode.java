package io.github.sockskit;

/**
 * What a proxy said instead of granting a request, with the words of the specification.
 *
 * @see SocksReplyException#getReplyCode()
 */
public enum ReplyCode {

	/**
	 * SOCKS5 reply 1.
	 */
	GENERAL_FAILURE(1, "general SOCKS server failure",
			"the proxy's log knows why; microsocks says so for a name that it cannot resolve, Tor for a private address"),

	/**
	 * SOCKS5 reply 2.
	 */
	NOT_ALLOWED(2, "connection not allowed by ruleset", "allow the target in the proxy's rules"),

	/**
	 * SOCKS5 reply 3.
	 */
	NETWORK_UNREACHABLE(3, "network unreachable", "the proxy has no route to the target's network"),

	/**
	 * SOCKS5 reply 4.
	 */
	HOST_UNREACHABLE(4, "host unreachable",
			"check the target's name: the proxy could not resolve it, or found no way to it"),

	/**
	 * SOCKS5 reply 5.
	 */
	CONNECTION_REFUSED(5, "connection refused", "the target accepts no connection on this port"),

	/**
	 * SOCKS5 reply 6.
	 */
	TTL_EXPIRED(6, "TTL expired", "the target did not answer the proxy in time"),

	/**
	 * SOCKS5 reply 7.
	 */
	COMMAND_NOT_SUPPORTED(7, "command not supported", "the proxy does not offer this kind of connection"),

	/**
	 * SOCKS5 reply 8.
	 */
	ADDRESS_TYPE_NOT_SUPPORTED(8, "address type not supported",
			"give the target as another kind of address (a name, IPv4 or IPv6)"),

	/**
	 * Tor's reply 0xF0, sent with its option ExtendedErrors, as those up to 0xF7 are.
	 */
	ONION_DESCRIPTOR_NOT_FOUND(0xF0, "onion service descriptor not found",
			"the onion service's address is wrong, or it is offline"),

	/**
	 * Tor's reply 0xF1.
	 */
	ONION_DESCRIPTOR_INVALID(0xF1, "onion service descriptor is invalid", "only the onion service can mend it"),

	/**
	 * Tor's reply 0xF2.
	 */
	ONION_INTRODUCTION_FAILED(0xF2, "onion service introduction failed", "the onion service may be offline; try again"),

	/**
	 * Tor's reply 0xF3.
	 */
	ONION_RENDEZVOUS_FAILED(0xF3, "onion service rendezvous failed", "try again"),

	/**
	 * Tor's reply 0xF4.
	 */
	ONION_AUTHORIZATION_MISSING(0xF4, "onion service client authorization is missing",
			"give Tor the client key of the onion service"),

	/**
	 * Tor's reply 0xF5.
	 */
	ONION_AUTHORIZATION_WRONG(0xF5, "onion service client authorization is wrong",
			"give Tor the right client key of the onion service"),

	/**
	 * Tor's reply 0xF6.
	 */
	ONION_ADDRESS_INVALID(0xF6, "onion service address is invalid", "check the .onion address for typing errors"),

	/**
	 * Tor's reply 0xF7.
	 */
	ONION_INTRODUCTION_TIMED_OUT(0xF7, "onion service introduction timed out",
			"the onion service may be offline; try again"),

	/**
	 * SOCKS4 reply 91.
	 */
	REQUEST_REJECTED(91, "request rejected or failed",
			"SOCKS4 does not say why: the proxy's rules, a user id that it does not know, or a target that it cannot reach;"
					+ " a proxy without SOCKS4A answers a name so"),

	/**
	 * SOCKS4 reply 92.
	 */
	IDENTD_UNREACHABLE(92, "request rejected because the proxy cannot connect to identd on the client",
			"run an ident service here, or have the proxy not ask for it"),

	/**
	 * SOCKS4 reply 93.
	 */
	IDENTD_MISMATCH(93, "request rejected because the client program and identd report different user ids",
			"configure the user id that identd reports"),

	/**
	 * A code that no specification names; its number is
	 * {@link SocksReplyException#getCode()}.
	 */
	UNKNOWN(-1, "unknown code", "the proxy's documentation may name it");

	private final int code;

	private final String description;

	private final String advice;

	ReplyCode(int code, String description, String advice) {
		this.code = code;
		this.description = description;
		this.advice = advice;
	}

	static ReplyCode of(SocksVersion version, int code) {
		for (ReplyCode candidate : values()) {
			if (candidate.code == code && (candidate.code / 10 == 9) == (version != SocksVersion.SOCKS5)) {
				return candidate;
			}
		}
		return UNKNOWN;
	}

	String description() {
		return description;
	}

	String advice() {
		return advice;
	}

}
