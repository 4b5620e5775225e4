package io.github.sockskit.protocol;

/**
 * CMD (RFC 1928, section 4); CD of a SOCKS4 request has the same number.
 */
public enum Command {

	/** A connection to the target. */
	CONNECT(1);

	private final byte code;

	Command(int code) {
		this.code = (byte) code;
	}

	byte code() {
		return code;
	}

}
