package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * VER REP RSV ATYP BND.ADDR BND.PORT (RFC 1928, 6).
 */
final class Socks5ReplyDecoder implements ReplyDecoder {

	/** A reply with a name of no bytes, the shortest there is (Dante sends such). */
	private static final int SHORTEST = 7;

	private static final int THROUGH_NAME_LENGTH = 5;

	private final Stage stage;

	/** Fits a reply with an IPv4 address. */
	private byte[] reply = new byte[10];

	private int count;

	private int length = SHORTEST;

	Socks5ReplyDecoder(Stage stage) {
		this.stage = stage;
	}

	@Override
	public int need() {
		return length - count;
	}

	@Override
	public void feed(ByteBuffer in) throws HandshakeException {
		int before = count;
		int read = in.remaining();
		in.get(reply, count, read);
		count += read;
		if (before == 0) {
			requireVersion(reply[0] & 0xFF);
		}
		if (before < 2 && count >= 2) {
			requireSucceeded(reply[1] & 0xFF);
		}
		if (before < THROUGH_NAME_LENGTH && count >= THROUGH_NAME_LENGTH) {
			length = length(reply[3], reply[4] & 0xFF);
			if (length > reply.length) {
				reply = Arrays.copyOf(reply, length);
			}
		}
	}

	private void requireVersion(int version) throws HandshakeException {
		if (version != Socks5Messages.VERSION) {
			throw HandshakeException.malformed(stage,
					"version %d in the reply to the request, RFC 1928 has 5".formatted(version));
		}
	}

	private void requireSucceeded(int code) throws HandshakeException {
		if (code != 0) {
			throw new HandshakeException(HandshakeException.Kind.REQUEST_REFUSED, stage, code, "reply " + code);
		}
	}

	private int length(byte type, int nameLength) throws HandshakeException {
		return switch (type) {
			case Address.IPV4 -> 10;
			case Address.IPV6 -> 22;
			case Address.NAME -> SHORTEST + nameLength;
			default -> throw HandshakeException.malformed(stage,
					"address type %d in the reply to the request, RFC 1928 has 1, 3 and 4".formatted(type & 0xFF));
		};
	}

	@Override
	public int received() {
		return count;
	}

	@Override
	public Address boundAddress() {
		return Address.decode(Arrays.copyOfRange(reply, 3, length));
	}

}
