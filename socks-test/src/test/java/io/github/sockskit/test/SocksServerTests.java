package io.github.sockskit.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocksServerTests {

	private final SocksServer server = SocksServer.start();

	private Target target;

	@BeforeEach
	void startTarget() throws IOException {
		this.target = Target.echo();
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
		this.target.close();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			SOCKS5 IPv4      | 05 01 00 01 7f 00 00 01 PORT
			SOCKS5 name      | 05 01 00 03 09 6c 6f 63 61 6c 68 6f 73 74 PORT
			SOCKS5 *.localhost | 05 01 00 03 0b 61 2e 6c 6f 63 61 6c 68 6f 73 74 PORT
			SOCKS5 mapped to IPv4 | 05 01 00 04 00 00 00 00 00 00 00 00 00 00 ff ff 7f 00 00 01 PORT
			SOCKS5 RSV not 0 | 05 01 ff 01 7f 00 00 01 PORT
			""")
	void connectsWithSocks5(String name, String request) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send("05 01 00").receive(2)).isEqualTo("05 00");
			client.send(request.replace("PORT", RawClient.port(this.target.port())));
			assertThat(client.receive(8)).isEqualTo("05 00 00 01 7f 00 00 01");
			String port = client.receive(2);
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
			assertThat(port).isEqualTo(RawClient.port(this.target.accepted.get(0)));
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			SOCKS4             | 04 01 PORT 7f 00 00 01 00
			SOCKS4 with a user | 04 01 PORT 7f 00 00 01 6a 61 6e 65 00
			SOCKS4A            | 04 01 PORT 00 00 00 01 6a 61 6e 65 00 6c 6f 63 61 6c 68 6f 73 74 00
			""")
	void connectsWithSocks4(String name, String request) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send(request.replace("PORT", RawClient.port(this.target.port())));
			assertThat(client.receive(2)).isEqualTo("00 5a");
			String bound = client.receive(6);
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
			assertThat(bound).isEqualTo(RawClient.port(this.target.accepted.get(0)) + " 7f 00 00 01");
		}
	}

	@Test
	void connectsToIpv6LoopbackAndNamesItsBoundAddress() throws IOException {
		try (Target six = Target.echo("::1"); RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(six.address()).replace("00 01 00 00", "00 04 00 00"));
			assertThat(client.receive(20)).isEqualTo("05 00 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01");
			String port = client.receive(2);
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
			assertThat(port).isEqualTo(RawClient.port(six.accepted.get(0)));
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			private address            | 05 01 00 01 0a 00 00 01 00 50 | 02
			0.0.0.0, Linux's loopback  | 05 01 00 01 00 00 00 00 00 50 | 02
			IPv6                       | 05 01 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 00 50 | 02
			::, Linux's loopback       | 05 01 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 50 | 02
			name that is not mapped    | 05 01 00 03 07 65 78 61 6d 70 6c 65 00 50 | 04
			literal sent as a name     | 05 01 00 03 09 31 32 37 2e 30 2e 30 2e 31 00 50 | 04
			empty name                 | 05 01 00 03 00 00 50 | 04
			target that does not accept | 05 01 00 01 7f 00 00 01 CLOSED | 05
			BIND                       | 05 02 00 01 7f 00 00 01 00 50 | 07
			RESOLVE                    | 05 f0 00 03 01 78 00 00 | 07
			unknown address type       | 05 01 00 02 7f 00 00 01 00 50 | 08
			""")
	void refusesInSocks5(String name, String request, String code) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(request.replace("CLOSED", RawClient.port(closedPort())));
			assertThat(client.receiveToEnd()).isEqualTo("05 " + code + " 00 01 00 00 00 00 00 00");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			private address            | 04 01 00 50 0a 00 00 01 00
			0.0.0.0                    | 04 01 00 50 00 00 00 00 00
			name that is not mapped    | 04 01 00 50 00 00 00 01 00 65 78 61 6d 70 6c 65 00
			target that does not accept | 04 01 CLOSED 7f 00 00 01 00
			BIND                       | 04 02 00 50 7f 00 00 01 00
			""")
	void refusesInSocks4(String name, String request) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send(request.replace("CLOSED", RawClient.port(closedPort())));
			assertThat(client.receiveToEnd()).isEqualTo("00 5b 00 00 00 00 00 00");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			05 01 02       | 05 ff
			05 00          | 05 ff
			06 01 00       | ''
			47 45 54 20 2f | ''
			""")
	void refusesGreetings(String greeting, String answer) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send(greeting).receiveToEnd()).isEqualTo(answer);
			assertThat(this.server.requests()).isEmpty();
		}
	}

	@Test
	void understandsMessagesInAnySegmentation() throws IOException {
		String all = "05 01 00 05 01 00 01 7f 00 00 01 " + RawClient.port(this.target.port()) + " 68 69";
		try (RawClient inOne = new RawClient(this.server); RawClient byteByByte = new RawClient(this.server)) {
			inOne.send(all);
			for (String next : all.split(" ")) {
				byteByByte.send(next);
			}
			for (RawClient client : List.of(inOne, byteByByte)) {
				assertThat(client.receive(10)).isEqualTo("05 00 05 00 00 01 7f 00 00 01");
				client.receive(2);
				assertThat(client.receiveText(2)).isEqualTo("hi");
			}
		}
	}

	@Test
	void servesTheClientOfTheJdk() throws IOException {
		this.server.map("echo.example", this.target.address());
		try (Socket socket = new Socket(new Proxy(Proxy.Type.SOCKS, this.server.address()))) {
			socket.connect(InetSocketAddress.createUnresolved("echo.example", 7));
			socket.getOutputStream().write("hello".getBytes());
			socket.shutdownOutput();
			assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("hello");
		}
		RecordedRequest request = this.server.takeRequest(Duration.ZERO);
		assertThat(request.host()).isEqualTo("echo.example");
		assertThat(request.hostType()).isEqualTo(HostType.NAME);
		assertThat(request.port()).isEqualTo(7);
		eventually("the connection ends", () -> this.server.openConnections() == 0);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			api.example  | 05 01 00 03 0b 61 70 69 2e 65 78 61 6d 70 6c 65 00 50
			API.Example  | 05 01 00 03 0b 61 70 69 2e 65 78 61 6d 70 6c 65 00 50
			api.example  | 05 01 00 03 0b 41 50 49 2e 65 78 61 6d 70 6c 65 00 50
			192.0.2.1    | 05 01 00 01 c0 00 02 01 00 50
			2001:db8::1  | 05 01 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 00 50
			2001:DB8:0::1 | 05 01 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 00 50
			""")
	void mapsNamesAndLiterals(String host, String request) throws IOException {
		this.server.map(host, this.target.address());
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.greet().send(request).receive(2)).isEqualTo("05 00");
		}
	}

	@Test
	void prefersTheMappingOfThePort() throws IOException {
		try (Target other = Target.echo();
				SocksServer own = SocksServer.builder()
					.map("192.0.2.1", this.target.address())
					.map("192.0.2.1", 443, other.address())
					.start();
				RawClient http = new RawClient(own);
				RawClient https = new RawClient(own)) {
			for (RawClient client : List.of(http.connect(new InetSocketAddress("192.0.2.1", 80)),
					https.connect(new InetSocketAddress("192.0.2.1", 443)))) {
				assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
			}
			assertThat(this.target.accepted).hasSize(1);
			assertThat(other.accepted).hasSize(1);
		}
	}

	@Test
	void mapsToLoopbackOnly() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.server.map("a.example", new InetSocketAddress("192.0.2.1", 80)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.server.map("a.example", InetSocketAddress.createUnresolved("localhost", 80)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.server.map("a.example", 65536, this.target.address()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.map("no:address", this.target.address()));
	}

	@Test
	void listensOnAnotherLoopbackAddress() throws IOException {
		try (SocksServer six = SocksServer.builder().host("::1").start(); RawClient client = new RawClient(six)) {
			assertThat(six.host()).isEqualTo("::1");
			assertThat(six.address()).isEqualTo(new InetSocketAddress("::1", six.port()));
			client.connect(this.target.address());
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::", "192.0.2.1", "example.org" })
	void listensOnLoopbackOnly(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> SocksServer.builder().host(host))
			.withMessageContaining(host);
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
