package io.github.sockskit.test;

/**
 * The form in which a host went over the wire (ATYP in SOCKS5).
 */
public enum HostType {

	/**
	 * A name, left to the server to look up. With version 4 it means SOCKS4A.
	 */
	NAME,

	/**
	 * Four bytes.
	 */
	IPV4,

	/**
	 * Sixteen bytes (SOCKS5).
	 */
	IPV6

}
