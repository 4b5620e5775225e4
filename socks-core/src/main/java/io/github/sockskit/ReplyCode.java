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
			if (candidate.code == code && (code >= 90) == (version != SocksVersion.SOCKS5)) {
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
