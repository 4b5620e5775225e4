package io.github.sockskit;

/**
 * A version of the SOCKS protocol.
 */
public enum SocksVersion {

	/**
	 * SOCKS4: IPv4 targets, names are resolved locally.
	 */
	SOCKS4,

	/**
	 * SOCKS4A: SOCKS4 that hands names to the proxy.
	 */
	SOCKS4A,

	/**
	 * SOCKS5 (RFC 1928): IPv4, IPv6 and names, authentication.
	 */
	SOCKS5

}
