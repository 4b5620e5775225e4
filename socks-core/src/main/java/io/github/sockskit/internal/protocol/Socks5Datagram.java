package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * RSV FRAG ATYP DST.ADDR DST.PORT DATA (RFC 1928, 7): what passes between a client and a
 * relay for datagrams. Never a fragment: those are optional, and dropped.
 *
 * @param address where the data goes, or where it came from
 * @param data the data, a view
 */
public record Socks5Datagram(Address address, ByteBuffer data) {

	/** The length of a header with a name of 255 bytes. */
	public static final int LONGEST_HEADER = 262;

	private static final int BEFORE_ADDRESS = 3;

	private static final int STANDALONE = 0;

	/**
	 * How much smaller the data has to be than what the network carries: the header with
	 * the longest address of that type.
	 * @param address of some type
	 * @return the number of bytes
	 */
	public static int overhead(Address address) {
		return address.isName() ? LONGEST_HEADER : BEFORE_ADDRESS + address.encodedLength();
	}

	/**
	 * Puts the header before the data.
	 * @return the whole datagram
	 */
	public byte[] encode() {
		ByteBuffer out = ByteBuffer.allocate(BEFORE_ADDRESS + address.encodedLength() + data.remaining());
		address.encode(out.putShort((short) 0).put((byte) STANDALONE)).put(data.duplicate());
		return out.array();
	}

	/**
	 * Reads a whole datagram. As in replies, RSV does not count.
	 * @param in one datagram
	 * @return {@code null} if it has to be dropped: a fragment, cut short, or with an
	 * address of no known type or no length
	 */
	public static @Nullable Socks5Datagram decode(ByteBuffer in) {
		ByteBuffer rest = in.slice();
		// The shortest, with a name of one byte.
		if (rest.remaining() < 8 || rest.get(2) != STANDALONE) {
			return null;
		}
		int header = switch (rest.get(BEFORE_ADDRESS)) {
			case Address.IPV4 -> 10;
			case Address.IPV6 -> 22;
			case Address.NAME -> 7 + (rest.get(BEFORE_ADDRESS + 1) & 0xFF);
			default -> Integer.MAX_VALUE;
		};
		if (header < 8 || rest.remaining() < header) {
			return null;
		}
		byte[] origin = new byte[header - BEFORE_ADDRESS];
		rest.position(BEFORE_ADDRESS).get(origin);
		return new Socks5Datagram(Address.decode(origin), rest.slice());
	}

}
