package io.github.sockskit.internal.protocol;

/**
 * CMD (RFC 1928, section 4); CD of a SOCKS4 request has the same number.
 */
public enum Command {

	/** A connection to the target. */
	CONNECT(1),

	/** A connection from the target. */
	BIND(2),

	/** A relay for datagrams; SOCKS5 only. */
	UDP_ASSOCIATE(3),

	/** The address of a name; Tor's extension of SOCKS5. */
	RESOLVE(0xF0),

	/** The name of an address; Tor's extension of SOCKS5. */
	RESOLVE_PTR(0xF1);

	private final byte code;

	Command(int code) {
		this.code = (byte) code;
	}

	byte code() {
		return code;
	}

}
