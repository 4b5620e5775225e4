package io.github.sockskit.test;

/**
 * How a request ends, and the code that says so in each version.
 */
enum Reply {

	SUCCEEDED(0x00, 0x5a),

	NOT_ALLOWED(0x02, 0x5b),

	HOST_UNREACHABLE(0x04, 0x5b),

	CONNECTION_REFUSED(0x05, 0x5b),

	COMMAND_NOT_SUPPORTED(0x07, 0x5b),

	ADDRESS_TYPE_NOT_SUPPORTED(0x08, 0x5b),

	/**
	 * SOCKS4 only: SOCKS5 refuses users before they can ask for anything.
	 */
	UNKNOWN_USER(0x02, 0x5d);

	private final int socks5;

	private final int socks4;

	Reply(int socks5, int socks4) {
		this.socks5 = socks5;
		this.socks4 = socks4;
	}

	int code(int version) {
		return (version == 4) ? this.socks4 : this.socks5;
	}

}
