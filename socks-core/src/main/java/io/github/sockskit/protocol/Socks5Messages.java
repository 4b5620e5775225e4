package io.github.sockskit.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import io.github.sockskit.auth.AuthMethod;

/**
 * What a SOCKS5 client sends (RFC 1928).
 */
final class Socks5Messages {

	static final byte VERSION = 5;

	static final int NO_ACCEPTABLE_METHOD = 0xFF;

	private static final byte RSV = 0;

	private Socks5Messages() {
	}

	/** VER NMETHODS METHODS (RFC 1928, 3). */
	static ByteBuffer greeting(List<AuthMethod> methods) {
		ByteBuffer out = ByteBuffer.allocate(2 + methods.size()).put(VERSION).put((byte) methods.size());
		for (AuthMethod method : methods) {
			out.put((byte) method.number());
		}
		return out.flip();
	}

	/** VER CMD RSV ATYP DST.ADDR DST.PORT (RFC 1928, 4). */
	static ByteBuffer request(Command command, Address target) {
		ByteBuffer out = ByteBuffer.allocate(3 + target.encodedLength());
		return target.encode(out.put(VERSION).put(command.code()).put(RSV)).flip();
	}

}
