package io.github.sockskit.test;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class DatagramRelayTests {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private static final String HELLO = "68 65 6c 6c 6f";

	private final SocksServer server = SocksServer.start();

	private DatagramSocket target;

	private DatagramSocket socket;

	@BeforeEach
	void open() throws IOException {
		this.target = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
		this.target.setSoTimeout(10_000);
		this.socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
		this.socket.setSoTimeout(10_000);
	}

	@AfterEach
	void close() {
		this.socket.close();
		this.target.close();
		this.server.close();
	}

	/** Asks for an association and reads the port of the reply. */
	private InetSocketAddress associate(RawClient client) throws IOException {
		client.greet().send("05 03 00 01 00 00 00 00 00 00");
		assertThat(client.receive(8)).isEqualTo("05 00 00 01 7f 00 00 01");
		return new InetSocketAddress("127.0.0.1", Integer.parseInt(client.receive(2).replace(" ", ""), 16));
	}

	private static void send(DatagramSocket from, String bytes, InetSocketAddress to) throws IOException {
		byte[] all = HEX.parseHex(bytes);
		from.send(new DatagramPacket(all, all.length, to));
	}

	private static DatagramPacket receive(DatagramSocket at) throws IOException {
		DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
		at.receive(packet);
		return packet;
	}

	private static String shown(DatagramPacket packet) {
		return HEX.formatHex(packet.getData(), 0, packet.getLength());
	}

	private String targetPort() {
		return RawClient.port(this.target.getLocalPort());
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					a mapped name      | 03 0b 61 70 69 2e 65 78 61 6d 70 6c 65 00 35 | api.example | NAME | 01 7f 00 00 01 00 35
					a mapped address   | 01 c0 00 02 07 00 35 | 192.0.2.7 | IPV4 | 01 c0 00 02 07 00 35
					a mapped IPv6 one  | 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07 00 35 | 2001:db8::7 | IPV6 | 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07 00 35
					""")
	void datagramsGoBothWays(String name, String destination, String host, HostType type, String origin)
			throws IOException {
		this.server.map(host, new InetSocketAddress("127.0.0.1", this.target.getLocalPort()));
		try (RawClient client = new RawClient(this.server)) {
			InetSocketAddress relay = associate(client);
			send(this.socket, "00 00 00 " + destination + " " + HELLO, relay);
			DatagramPacket arrived = receive(this.target);
			assertThat(shown(arrived)).isEqualTo(HELLO);
			this.target.send(arrived);
			DatagramPacket answer = receive(this.socket);
			assertThat(shown(answer)).isEqualTo("00 00 00 " + origin + " " + HELLO);
			assertThat(answer.getSocketAddress()).isEqualTo(relay);
		}
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.command()).isEqualTo(Command.UDP_ASSOCIATE);
			assertThat(request.host()).isEqualTo("0.0.0.0");
		});
		assertThat(this.server.datagrams()).singleElement().satisfies((datagram) -> {
			assertThat(datagram.host()).isEqualTo(host);
			assertThat(datagram.hostType()).isEqualTo(type);
			assertThat(datagram.port()).isEqualTo(53);
		});
	}

	@Test
	void whatMayNotPassIsDropped() throws IOException {
		try (RawClient client = new RawClient(this.server);
				DatagramSocket other = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
			InetSocketAddress relay = associate(client);
			String toTarget = "01 7f 00 00 01 " + targetPort() + " ";
			send(this.socket, "00 00 00 01 c0 00 02 01 00 35 01", relay);
			send(this.socket, "00 00 00 03 01 61 00 35 02", relay);
			send(this.socket, "00 00 01 " + toTarget + "03", relay);
			send(this.socket, "00 00 00 02 7f 00 00 01 " + targetPort() + " 04", relay);
			send(this.socket, "00 00 00 01 7f", relay);
			send(other, "00 00 00 " + toTarget + "05", relay);
			send(this.socket, "00 00 00 " + toTarget + "06", relay);
			assertThat(shown(receive(this.target))).isEqualTo("06");
		}
		assertThat(this.server.datagrams()).extracting(RecordedRequest::host)
			.containsExactly("192.0.2.1", "a", "127.0.0.1");
		this.server.reset();
		assertThat(this.server.datagrams()).isEmpty();
	}

	@Test
	void theAssociationEndsWithItsConnection() throws IOException {
		RawClient client = new RawClient(this.server);
		InetSocketAddress relay = associate(client);
		client.close();
		eventually("it is closed", () -> this.server.openConnections() == 0);
		new DatagramSocket(relay).close();
	}

	@Test
	void closingTheServerEndsTheAssociation() throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			InetSocketAddress relay = associate(client);
			this.server.close();
			assertThat(client.receiveToEnd()).isEmpty();
			new DatagramSocket(relay).close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void datagramsThatNobodySentPrecedeThoseOfTargets(boolean fromRelay) throws IOException {
		byte[] noise = HEX.parseHex("00 00 01 ff");
		this.server.misbehave(fromRelay ? Misbehaviour.datagram(noise).and(Misbehaviour.datagram((byte) 7))
				: Misbehaviour.datagramFromStranger(noise).and(Misbehaviour.datagramFromStranger((byte) 7)));
		try (RawClient client = new RawClient(this.server)) {
			InetSocketAddress relay = associate(client);
			send(this.socket, "00 00 00 01 7f 00 00 01 " + targetPort() + " " + HELLO, relay);
			this.target.send(receive(this.target));
			for (String expected : List.of("00 00 01 ff", "07")) {
				DatagramPacket packet = receive(this.socket);
				assertThat(shown(packet)).isEqualTo(expected);
				assertThat(packet.getSocketAddress().equals(relay)).isEqualTo(fromRelay);
			}
			assertThat(shown(receive(this.socket))).endsWith(HELLO);
		}
	}

	@Test
	void theBoundAddressMayBeUnspecifiedAndThePortTheRelaysOwn() throws IOException {
		this.server.misbehave(Misbehaviour.boundAddress("0.0.0.0", 0));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send("05 03 00 01 00 00 00 00 00 00");
			assertThat(client.receive(8)).isEqualTo("05 00 00 01 00 00 00 00");
			int port = Integer.parseInt(client.receive(2).replace(" ", ""), 16);
			send(this.socket, "00 00 00 01 7f 00 00 01 " + targetPort() + " " + HELLO,
					new InetSocketAddress("127.0.0.1", port));
			assertThat(shown(receive(this.target))).isEqualTo(HELLO);
		}
	}

	@Test
	void aRefusedAssociationHasNoRelay() throws IOException {
		this.server.misbehave(Misbehaviour.refuse(7));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send("05 03 00 01 00 00 00 00 00 00");
			assertThat(client.receiveToEnd()).isEqualTo("05 07 00 01 00 00 00 00 00 00");
		}
	}

	@Test
	void socks4HasNoAssociations() throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send("04 03 00 00 00 00 00 00 00");
			assertThat(client.receiveToEnd()).startsWith("00 5b");
		}
	}

}
