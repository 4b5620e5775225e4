package io.github.sockskit.test;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.sockskit.test.Misbehaviour.Datagram;

/**
 * One association of SOCKS5 (RFC 1928, 7): datagrams with headers on the client's side,
 * without on the targets'. What may not pass is dropped.
 */
final class DatagramRelay implements AutoCloseable {

	private static final int LONGEST = 0xFFFF;

	private final RecordedRequest association;

	private final InetAddress clientAddress;

	private final DatagramSocket clientSide;

	/** Of both families, so not bound to loopback: others' datagrams are dropped. */
	private final DatagramSocket targetSide;

	private final Routes routes;

	private final Ledger ledger;

	private final Misbehaviour misbehaviour;

	/** Where a target that was reached is said to be. */
	private final Map<SocketAddress, byte[]> origins = new ConcurrentHashMap<>();

	/** That of the client's first datagram. */
	private volatile int clientPort;

	DatagramRelay(RecordedRequest association, InetAddress clientAddress, InetAddress local, Routes routes,
			Ledger ledger, Misbehaviour misbehaviour) throws SocketException {
		this.association = association;
		this.clientAddress = clientAddress;
		this.routes = routes;
		this.ledger = ledger;
		this.misbehaviour = misbehaviour;
		this.clientSide = new DatagramSocket(0, local);
		try {
			this.targetSide = new DatagramSocket();
		}
		catch (SocketException ex) {
			this.clientSide.close();
			throw ex;
		}
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.clientSide.getLocalSocketAddress();
	}

	/** Passes on what the client sends, until closed. */
	void forth() {
		pump(this.clientSide, this::toTarget);
	}

	/** Passes on what targets send, until closed. */
	void back() {
		pump(this.targetSide, this::toClient);
	}

	private static void pump(DatagramSocket from, Passage passage) {
		byte[] buffer = new byte[LONGEST];
		while (!from.isClosed()) {
			DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
			try {
				from.receive(datagram);
				passage.pass(datagram);
			}
			catch (IOException ex) {
				// closed, or a datagram that is cut short or cannot be delivered
			}
		}
	}

	private void toTarget(DatagramPacket datagram) throws IOException {
		if (!datagram.getAddress().equals(this.clientAddress)
				|| (this.clientPort != 0 && datagram.getPort() != this.clientPort)) {
			return;
		}
		this.clientPort = datagram.getPort();
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(datagram.getData(), 0, datagram.getLength()));
		in.readShort();
		boolean fragment = in.readByte() != 0;
		Host host = Host.read(in);
		if (fragment || host == null) {
			return;
		}
		int port = in.readUnsignedShort();
		this.ledger.addDatagram(new RecordedRequest(5, Command.UDP_ASSOCIATE, host.text(), host.type(), port,
				this.association.username(), this.association.offeredMethods()));
		InetSocketAddress target = this.routes.find(host, port);
		if (target == null) {
			return;
		}
		Host origin = (host.type() == HostType.NAME) ? Host.address(target.getAddress().getAddress()) : host;
		this.origins.put(target, Socks5.encode(origin, port));
		byte[] data = in.readAllBytes();
		this.targetSide.send(new DatagramPacket(data, data.length, target));
	}

	private void toClient(DatagramPacket datagram) throws IOException {
		byte[] origin = this.origins.get(datagram.getSocketAddress());
		if (origin == null && datagram.getAddress().isLoopbackAddress()) {
			origin = Socks5.encode(Host.address(datagram.getAddress().getAddress()), datagram.getPort());
		}
		if (origin == null || this.clientPort == 0) {
			return;
		}
		misbehave();
		ByteBuffer out = ByteBuffer.allocate(3 + origin.length + datagram.getLength());
		out.position(3).put(origin).put(datagram.getData(), 0, datagram.getLength());
		send(this.clientSide, out.array());
	}

	private void misbehave() throws IOException {
		for (Datagram extra : this.misbehaviour.findAll(Datagram.class)) {
			byte[] bytes = HexFormat.of().parseHex(extra.hex());
			if (extra.fromRelay()) {
				send(this.clientSide, bytes);
			}
			else {
				try (DatagramSocket stranger = new DatagramSocket(0, address().getAddress())) {
					send(stranger, bytes);
				}
			}
		}
	}

	private void send(DatagramSocket from, byte[] bytes) throws IOException {
		from.send(new DatagramPacket(bytes, bytes.length, this.clientAddress, this.clientPort));
	}

	@Override
	public void close() {
		this.clientSide.close();
		this.targetSide.close();
	}

	private interface Passage {

		void pass(DatagramPacket datagram) throws IOException;

	}

}
