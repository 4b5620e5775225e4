package io.github.sockskit.test;

/**
 * What a client asked the server to do (CMD in SOCKS5, CD in SOCKS4).
 */
public enum Command {

	/**
	 * Connect to a target, which {@link SocksServer} does.
	 */
	CONNECT,

	/**
	 * Accept a connection for the client.
	 */
	BIND,

	/**
	 * Pass on datagrams (SOCKS5), which {@link SocksServer} does.
	 */
	UDP_ASSOCIATE,

	/**
	 * Anything else, such as Tor's RESOLVE.
	 */
	OTHER;

	static Command of(int code) {
		return switch (code) {
			case 1 -> CONNECT;
			case 2 -> BIND;
			case 3 -> UDP_ASSOCIATE;
			default -> OTHER;
		};
	}

}
