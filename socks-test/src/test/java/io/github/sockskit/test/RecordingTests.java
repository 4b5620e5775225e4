package io.github.sockskit.test;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.sockskit.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecordingTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final SocksServer server = SocksServer.start();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			04 01 00 50 0a 00 00 01 00                         | 4 | CONNECT | 10.0.0.1 | IPV4 | 80 | -
			04 02 ff ff 0a 00 00 01 6a 61 6e 65 00             | 4 | BIND    | 10.0.0.1 | IPV4 | 65535 | jane
			04 01 00 50 00 00 00 07 c3 a9 00 61 2e 62 00       | 4 | CONNECT | a.b | NAME | 80 | é
			04 01 00 50 00 00 01 00 00                         | 4 | CONNECT | 0.0.1.0 | IPV4 | 80 | -
			""")
	void recordsSocks4(String bytes, int version, Command command, String host, HostType type, int port, String user)
			throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send(bytes).receive(1);
			assertThat(this.server.requests())
				.containsExactly(new RecordedRequest(version, command, host, type, port, user, List.of()));
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			05 01 00 01 0a 00 00 01 00 50                         | CONNECT | 10.0.0.1 | IPV4
			05 02 00 03 03 61 2e 62 00 50                         | BIND | a.b | NAME
			05 03 00 03 09 31 32 37 2e 30 2e 30 2e 31 00 50       | UDP_ASSOCIATE | 127.0.0.1 | NAME
			05 f0 00 03 03 61 2e 62 00 50                         | OTHER | a.b | NAME
			05 01 00 04 20 01 0d b8 00 00 00 00 00 01 00 00 00 00 00 01 00 50 | CONNECT | 2001:db8::1:0:0:1 | IPV6
			05 01 00 04 20 01 0d b8 00 00 00 01 00 01 00 01 00 01 00 01 00 50 | CONNECT | 2001:db8:0:1:1:1:1:1 | IPV6
			05 01 00 04 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 50 | CONNECT | fe80:: | IPV6
			05 01 00 04 00 00 00 00 00 00 00 00 00 00 ff ff c0 00 02 01 00 50 | CONNECT | ::ffff:c000:201 | IPV6
			""")
	void recordsSocks5(String bytes, Command command, String host, HostType type) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send("05 03 80 00 ff").receive(2);
			client.send(bytes).receive(1);
			assertThat(this.server.requests())
				.containsExactly(new RecordedRequest(5, command, host, type, 80, null, List.of(0x80, 0, 0xFF)));
		}
	}

	@Test
	void handsOutEachRequestOnceInOrder() throws IOException {
		request(1);
		request(2);
		assertThat(this.server.takeRequest(LIMIT).port()).isEqualTo(1);
		assertThat(this.server.takeRequest(LIMIT).port()).isEqualTo(2);
		assertThat(this.server.requests()).hasSize(2);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.server.takeRequest(Duration.ofMillis(20)))
			.withMessage(
					"No SOCKS request within PT0.02S: " + "2 connections were accepted, 2 requests arrived, all taken");
	}

	@Test
	void waitsForARequest() throws IOException {
		CompletableFuture<RecordedRequest> taken = CompletableFuture.supplyAsync(() -> this.server.takeRequest(LIMIT));
		request(7);
		assertThat(taken.join().port()).isEqualTo(7);
	}

	@Test
	void doesNotWaitInAnInterruptedThread() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.server.takeRequest(LIMIT))
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void countsConnections() throws IOException {
		try (RawClient first = new RawClient(this.server)) {
			first.greet();
			request(1);
			assertThat(this.server.connections()).isEqualTo(2);
			eventually("one is left", () -> this.server.openConnections() == 1);
		}
		eventually("none is left", () -> this.server.openConnections() == 0);
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void aConnectionIsOpenUntilItsClientHasClosedIt() throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.greet().send("05 01 00 01 0a 00 00 01 00 50");
			client.receiveToEnd();
			try (RawClient other = new RawClient(this.server).greet()) {
				assertThat(other.hearsNothing()).isTrue(); // time enough to forget the
															// first
				assertThat(this.server.openConnections()).isEqualTo(2);
			}
		}
		eventually("it is closed", () -> this.server.openConnections() == 0);
	}

	@Test
	void resetForgets() throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.greet();
			request(1);
			this.server.misbehave(Misbehaviour.closeAfter(0));
			this.server.reset();
			assertThat(this.server.requests()).isEmpty();
			assertThat(this.server.connections()).isZero();

			client.send("05 01 00 01 0a 00 00 01 00 50").receive(10); // of the last test
			assertThat(this.server.requests()).isEmpty();
			request(2);
			assertThat(this.server.takeRequest(LIMIT).port()).isEqualTo(2);
		}
	}

	@Test
	void whatWasConnectedBeforeAResetIsForgottenEvenIfItWasNotAcceptedYet() throws IOException {
		for (int round = 0; round < 20; round++) {
			for (int i = 0; i < 20; i++) {
				new Socket(this.server.address().getAddress(), this.server.port()).close();
			}
			this.server.reset();
			this.server.misbehaveOnce(Misbehaviour.method(0xFF));
			try (RawClient client = new RawClient(this.server)) {
				assertThat(client.send(RawClient.GREETING).receive(2)).isEqualTo("05 ff");
			}
			assertThat(this.server.connections()).isEqualTo(1);
		}
	}

	@Test
	void aServerThatIsClosedCanBeReset() {
		this.server.close();
		this.server.reset();
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void resetReturnsToTheBuildersMisbehaviour() throws IOException {
		try (SocksServer refusing = SocksServer.builder().misbehaviour(Misbehaviour.method(0xFF)).start()) {
			refusing.misbehave(Misbehaviour.NONE);
			refusing.reset();
			try (RawClient client = new RawClient(refusing)) {
				assertThat(client.send(RawClient.GREETING).receive(2)).isEqualTo("05 ff");
			}
		}
	}

	/** SOCKS4, refused. */
	private void request(int port) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send("04 01 " + RawClient.port(port) + " 0a 00 00 01 00").receive(8);
		}
	}

}
