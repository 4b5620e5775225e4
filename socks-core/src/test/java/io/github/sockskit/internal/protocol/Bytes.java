package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as the tables write them: {@code 05 00 00 01}. */
final class Bytes {

	private static final HexFormat FORMAT = HexFormat.ofDelimiter(" ");

	private Bytes() {
	}

	static byte[] of(String hex) {
		return FORMAT.parseHex(hex.strip());
	}

	static String shown(ByteBuffer bytes) {
		byte[] all = new byte[bytes.remaining()];
		bytes.get(all);
		return FORMAT.formatHex(all);
	}

	/** What the handshake wants to send now. */
	static String sent(Handshake handshake) throws HandshakeException {
		return shown(handshake.output());
	}

	/**
	 * Feeds a whole dialogue, never more than was asked for, in pieces of at most so many
	 * bytes.
	 * @return how many bytes the handshake took
	 */
	static int feed(Handshake handshake, byte[] replies, int piece) throws HandshakeException {
		ByteBuffer in = ByteBuffer.wrap(replies);
		while (handshake.need() > 0 && in.hasRemaining()) {
			handshake.output();
			int count = Math.min(Math.min(piece, handshake.need()), in.remaining());
			ByteBuffer given = in.slice(in.position(), count);
			in.position(in.position() + count);
			handshake.feed(given);
			if (given.hasRemaining()) {
				throw new AssertionError("not all that was given was taken");
			}
		}
		return in.position();
	}

}
