package io.github.sockskit.test;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MisbehaviourTests {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private static final byte[] BANNER = "SSH-2.0-x\r\n".getBytes();

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

	@Test
	void refusesWithACodeAndDoesNotConnect() throws IOException {
		this.server.misbehave(Misbehaviour.refuse(0xf6));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()));
			assertThat(client.receiveToEnd()).isEqualTo("05 f6 00 01 00 00 00 00 00 00");
		}
		assertThat(this.server.requests()).hasSize(1);
		this.server.misbehave(Misbehaviour.refuse(0x5c));
		try (RawClient client = new RawClient(this.server)) {
			client.send("04 01 " + RawClient.port(this.target.port()) + " 7f 00 00 01 00");
			assertThat(client.receiveToEnd()).isEqualTo("00 5c 00 00 00 00 00 00");
		}
		assertThat(this.target.accepted).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "05 07 00 01", "05 04 00 00 00 00 00 00 00 00", "05", "48 54 54 50" })
	void closesAfterARawReplyThatIsNoSuccess(String reply) throws IOException {
		this.server.misbehave(Misbehaviour.rawReply(HEX.parseHex(reply)));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()));
			assertThat(client.receiveToEnd()).isEqualTo(reply);
		}
	}

	@Test
	void relaysAfterARawReplyThatIsASuccess() throws IOException {
		this.server.misbehave(Misbehaviour.rawReply(HEX.parseHex("05 00 ff 01 00 00 00 00 00 00")));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()));
			assertThat(client.receive(10)).isEqualTo("05 00 ff 01 00 00 00 00 00 00");
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
		}
	}

	@Test
	void closesAfterARawSuccessWhereNothingCouldBeReached() throws IOException {
		this.server.misbehave(Misbehaviour.rawReply(HEX.parseHex("05 00 00 01 00 00 00 00 00 00")));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send("05 01 00 01 0a 00 00 01 00 50");
			assertThat(client.receiveToEnd()).isEqualTo("05 00 00 01 00 00 00 00 00 00");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			192.0.2.1   | 01 c0 00 02 01 04 38
			2001:db8::1 | 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 04 38
			foo.bar     | 03 07 66 6f 6f 2e 62 61 72 04 38
			''          | 03 00 04 38
			""")
	void namesAnyBoundAddress(String host, String encoded) throws IOException {
		this.server.misbehave(Misbehaviour.boundAddress(host, 1080));
		try (RawClient client = new RawClient(this.server); RawClient refused = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()));
			assertThat(client.receive(3 + HEX.parseHex(encoded).length)).isEqualTo("05 00 00 " + encoded);
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");

			refused.greet().send("05 01 00 01 0a 00 00 01 00 50");
			assertThat(refused.receiveToEnd()).isEqualTo("05 02 00 " + encoded);
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			192.0.2.1 | c0 00 02 01
			::1       | 00 00 00 00
			foo.bar   | 00 00 00 00
			""")
	void namesIpv4BoundAddressesInSocks4(String host, String encoded) throws IOException {
		this.server.misbehave(Misbehaviour.boundAddress(host, 1080));
		try (RawClient client = new RawClient(this.server)) {
			client.send("04 01 00 50 0a 00 00 01 00");
			assertThat(client.receiveToEnd()).isEqualTo("00 5b 04 38 " + encoded);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 11, 12 })
	void stallsAfterAnyByte(int bytes) throws IOException {
		this.server.misbehave(Misbehaviour.stallAfter(bytes));
		try (RawClient client = new RawClient(this.server)) {
			client.send(RawClient.GREETING + " " + RawClient.connectRequest(this.target.address()));
			assertThat(HEX.parseHex(client.receive(bytes))).hasSize(bytes);
			assertThat(client.hearsNothing()).isTrue();
		}
		eventually("the server notices that the client left", () -> this.server.openConnections() == 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 11, 12 })
	void closesAfterAnyByte(int bytes) throws IOException {
		this.server.misbehave(Misbehaviour.closeAfter(bytes));
		try (RawClient client = new RawClient(this.server)) {
			client.send(RawClient.GREETING + " " + RawClient.connectRequest(this.target.address()));
			assertThat(HEX.parseHex(client.receiveToEnd())).hasSize(bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 11, 12 })
	void resetsAfterAnyByte(int bytes) throws IOException {
		this.server.misbehave(Misbehaviour.resetAfter(bytes));
		try (RawClient client = new RawClient(this.server)) {
			client.send(RawClient.GREETING + " " + RawClient.connectRequest(this.target.address()));
			assertThatExceptionOfType(SocketException.class).isThrownBy(client::receiveToEnd)
				.withMessageContaining("reset");
			eventually("it is gone", () -> this.server.openConnections() == 0);
		}
	}

	@Test
	void aCutInSocks4CountsItsOneReply() throws IOException {
		this.server.misbehave(Misbehaviour.closeAfter(3));
		try (RawClient client = new RawClient(this.server)) {
			client.send("04 01 00 50 0a 00 00 01 00");
			assertThat(client.receiveToEnd()).isEqualTo("00 5b 00");
		}
	}

	@Test
	void dripsAByteEachInterval() throws IOException {
		this.server.misbehave(Misbehaviour.drip(Duration.ofMillis(20)));
		long start = System.nanoTime();
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send(RawClient.GREETING).receive(2)).isEqualTo("05 00");
			client.send("05 01 00 01 0a 00 00 01 00 50");
			assertThat(client.receiveToEnd()).isEqualTo("05 02 00 01 00 00 00 00 00 00");
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(12 * 20));
	}

	@Test
	void delaysTheReplyAndKeepsWhatComesEarly() throws IOException {
		this.server.misbehave(Misbehaviour.delayReply(Duration.ofMillis(150)));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()) + " 68 65");
			assertThat(client.hearsNothing()).isTrue();
			client.sendText("llo");
			client.receive(10);
			assertThat(client.receiveText(5)).isEqualTo("hello");
			assertThat(client.sendText("world").receiveText(5)).isEqualTo("world");
		}
	}

	@Test
	void noticesThatTheClientGivesUpDuringADelay() throws IOException {
		this.server.misbehave(Misbehaviour.delayReply(Duration.ofHours(1)));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()));
			this.server.takeRequest(Duration.ofSeconds(10));
		}
		eventually("it is closed", () -> this.server.openConnections() == 0);
	}

	@Test
	void coalescesReplyAndBanner() throws IOException {
		this.server.misbehave(Misbehaviour.coalesceWith(BANNER));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()));
			assertThat(client.receiveOnce()).hasSize(3 * (10 + BANNER.length) - 1).endsWith(HEX.formatHex(BANNER));
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
		}
	}

	@Test
	void coalescesReplyAndTheTargetsFirstBytes() throws IOException {
		this.server.misbehave(Misbehaviour.coalesce());
		try (Target ssh = Target.of((socket) -> {
			socket.getOutputStream().write(BANNER);
			socket.getInputStream().transferTo(socket.getOutputStream());
		}); RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(ssh.address()));
			assertThat(client.receiveOnce()).hasSize(3 * (10 + BANNER.length) - 1).endsWith(HEX.formatHex(BANNER));
			assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
		}
	}

	@Test
	void aRefusalIsNotCoalesced() throws IOException {
		this.server.misbehave(Misbehaviour.coalesceWith(BANNER));
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send("05 01 00 01 0a 00 00 01 00 50");
			assertThat(client.receiveToEnd()).isEqualTo("05 02 00 01 00 00 00 00 00 00");
		}
	}

	@Test
	void readingSloppilyLosesWhatFollowsAMessageInItsSegment() throws IOException {
		this.server.misbehave(Misbehaviour.readSloppily());
		String request = RawClient.connectRequest(this.target.address());
		try (RawClient pipelining = new RawClient(this.server);
				RawClient optimistic = new RawClient(this.server);
				RawClient patient = new RawClient(this.server)) {
			assertThat(pipelining.send(RawClient.GREETING + " " + request).receive(2)).isEqualTo("05 00");
			assertThat(pipelining.hearsNothing()).isTrue();

			optimistic.greet().send(request + " 68 69").receive(10);
			assertThat(optimistic.hearsNothing()).isTrue();

			patient.connect(this.target.address());
			assertThat(patient.sendText("hello").receiveText(5)).isEqualTo("hello");
		}
	}

	@Test
	void readingSloppilyEndsAtHalfAMessage() throws IOException {
		this.server.misbehave(Misbehaviour.readSloppily());
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send("05").receiveToEnd()).isEmpty();
		}
	}

	@Test
	void selectsAMethodThatWasNotOfferedAndWaits() throws IOException {
		this.server.misbehave(Misbehaviour.method(0x80));
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send(RawClient.GREETING).receive(2)).isEqualTo("05 80");
			assertThat(client.hearsNothing()).isTrue();
		}
	}

	@Test
	void refusesEveryMethod() throws IOException {
		this.server.misbehave(Misbehaviour.method(0xFF));
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send(RawClient.GREETING).receiveToEnd()).isEqualTo("05 ff");
		}
	}

	@Test
	void asksForCredentialsThatItDoesNotNeed() throws IOException {
		this.server.misbehave(Misbehaviour.method(2));
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send("05 02 00 02").receive(2)).isEqualTo("05 02");
			assertThat(client.send("01 01 61 01 62").receive(2)).isEqualTo("01 00");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 01 01", "2, 01 02", "255, 01 ff" })
	void answersCredentialsWithAnyStatus(int status, String answer) throws IOException {
		this.server.misbehave(Misbehaviour.method(2).and(Misbehaviour.authenticationStatus(status)));
		try (RawClient client = new RawClient(this.server)) {
			client.send("05 01 02").receive(2);
			assertThat(client.send("01 01 61 01 62").receiveToEnd()).isEqualTo(answer);
		}
	}

	@Test
	void speaksAnotherProtocol() throws IOException {
		String answer = "HTTP/1.0 501 Tor is not an HTTP Proxy\r\n\r\n";
		this.server.misbehave(Misbehaviour.notSocks(answer.getBytes()));
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send(RawClient.GREETING).receiveToEnd()).isEqualTo(RawClient.hex(answer));
		}
	}

	@Test
	void combines() throws IOException {
		Misbehaviour both = Misbehaviour.refuse(4).and(Misbehaviour.boundAddress("a", 80)).and(Misbehaviour.refuse(1));
		this.server.misbehave(both);
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send(RawClient.connectRequest(this.target.address()));
			assertThat(client.receiveToEnd()).isEqualTo("05 01 00 03 01 61 00 50");
		}
	}

	@Test
	void misbehavesOnceInTheOrderToldAndThenAsBefore() throws IOException {
		this.server.misbehave(Misbehaviour.method(3));
		this.server.misbehaveOnce(Misbehaviour.method(1));
		this.server.misbehaveOnce(Misbehaviour.method(2));
		for (String answer : new String[] { "05 01", "05 02", "05 03", "05 03" }) {
			try (RawClient client = new RawClient(this.server)) {
				assertThat(client.send(RawClient.GREETING).receive(2)).isEqualTo(answer);
			}
		}
	}

	@Test
	void aResetForgetsWhatWasToBeDoneOnce() throws IOException {
		this.server.misbehaveOnce(Misbehaviour.method(1));
		this.server.reset();
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send(RawClient.GREETING).receive(2)).isEqualTo("05 00");
		}
	}

	@Test
	void tellsWhatItIs() {
		assertThat(Misbehaviour.NONE).hasToString("none");
		assertThat(Misbehaviour.rawReply((byte) 5, (byte) 0xFF).and(Misbehaviour.stallAfter(3)))
			.hasToString("RawReply[hex=05ff] and Cut[ending=STALL, bytes=3]");
	}

	@Test
	void refusesArgumentsThatNoServerCouldCarryOut() {
		assertThatIllegalArgumentException().isThrownBy(() -> Misbehaviour.refuse(256));
		assertThatIllegalArgumentException().isThrownBy(() -> Misbehaviour.method(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Misbehaviour.closeAfter(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Misbehaviour.boundAddress("a".repeat(256), 80));
	}

}
