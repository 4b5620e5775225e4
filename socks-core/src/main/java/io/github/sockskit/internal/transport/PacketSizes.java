package io.github.sockskit.internal.transport;

import java.net.DatagramPacket;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * How much fits into packets that are received into again and again. The length of a
 * packet says so before it is first filled, and afterwards how much was received: the
 * JDK's own sockets know both, others would shrink it each time.
 */
public final class PacketSizes {

	/** By identity, as packets are equal to themselves only. */
	private final Map<DatagramPacket, Filled> filled = Collections.synchronizedMap(new WeakHashMap<>());

	/** What fits, unless the user has set something else since the packet was filled. */
	public int of(DatagramPacket packet) {
		Filled before = filled.get(packet);
		return (before != null && before.isStillIn(packet)) ? before.size : packet.getLength();
	}

	/** Puts in as much data as fits. */
	public void fill(DatagramPacket packet, ByteBuffer data, int size) {
		byte[] buffer = packet.getData();
		int offset = packet.getOffset();
		int length = Math.min(data.remaining(), Math.min(size, buffer.length - offset));
		data.get(buffer, offset, length);
		packet.setLength(length);
		filled.put(packet, new Filled(buffer, offset, length, size));
	}

	/** What was done to a packet. */
	private static final class Filled {

		private final byte[] buffer;

		private final int offset;

		private final int length;

		private final int size;

		Filled(byte[] buffer, int offset, int length, int size) {
			this.buffer = buffer;
			this.offset = offset;
			this.length = length;
			this.size = size;
		}

		boolean isStillIn(DatagramPacket packet) {
			return packet.getData() == buffer && packet.getOffset() == offset && packet.getLength() == length;
		}

	}

}
