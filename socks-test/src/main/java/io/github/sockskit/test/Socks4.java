package io.github.sockskit.test;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * SOCKS4 and 4A.
 */
final class Socks4 implements Dialect {

	/**
	 * VN CD DSTPORT DSTIP USERID NULL, in 4A followed by a name and NULL.
	 */
	@Override
	public RecordedRequest readRequest(DataInputStream first) throws IOException {
		Command command = Command.of(first.readUnsignedByte());
		int port = first.readUnsignedShort();
		byte[] address = new byte[4];
		first.readFully(address);
		String userId = new String(readUntilNul(first), StandardCharsets.UTF_8);
		boolean named = address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
		Host host = named ? Host.name(readUntilNul(first)) : Host.address(address);
		return new RecordedRequest(4, command, host.text(), host.type(), port, userId.isEmpty() ? null : userId,
				List.of());
	}

	/**
	 * VN, which is 0 in replies, CD DSTPORT DSTIP.
	 */
	@Override
	public byte[] reply(int code, Host bound, int port) {
		Host address = (bound.type() == HostType.IPV4) ? bound : Host.UNSPECIFIED;
		return ByteBuffer.allocate(8)
			.put((byte) 0)
			.put((byte) code)
			.putShort((short) port)
			.put(address.bytes())
			.array();
	}

	private static byte[] readUntilNul(DataInputStream in) throws IOException {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		for (int next = in.readUnsignedByte(); next != 0; next = in.readUnsignedByte()) {
			text.write(next);
		}
		return text.toByteArray();
	}

}
