package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import io.github.sockskit.auth.AuthMethod;

/**
 * The messages of a SOCKS5 client (RFC 1928).
 */
final class Socks5Messages {

	static final byte VERSION = 5;

	static final int NO_ACCEPTABLE_METHOD = 0xFF;

	private static final byte RSV = 0;

	private Socks5Messages() {
	}

	/** VER NMETHODS METHODS (RFC 1928, 3). */
	static ByteBuffer greeting(List<AuthMethod> methods) {
		return greeting(methods, 0).flip();
	}

	private static ByteBuffer greeting(List<AuthMethod> methods, int more) {
		ByteBuffer out = ByteBuffer.allocate(2 + methods.size() + more).put(VERSION).put((byte) methods.size());
		for (AuthMethod method : methods) {
			out.put((byte) method.number());
		}
		return out;
	}

	/** VER CMD RSV ATYP DST.ADDR DST.PORT (RFC 1928, 4). */
	static ByteBuffer request(Command command, Address target) {
		return request(ByteBuffer.allocate(requestLength(target)), command, target).flip();
	}

	private static int requestLength(Address target) {
		return 3 + target.encodedLength();
	}

	private static ByteBuffer request(ByteBuffer out, Command command, Address target) {
		return target.encode(out.put(VERSION).put(command.code()).put(RSV));
	}

	/** Greeting, authentication and request in one buffer. */
	static ByteBuffer together(AuthMethod method, ByteBuffer authentication, Command command, Address target) {
		ByteBuffer out = greeting(List.of(method), authentication.remaining() + requestLength(target));
		return request(out.put(authentication), command, target).flip();
	}

}
