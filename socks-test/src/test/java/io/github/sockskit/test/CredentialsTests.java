package io.github.sockskit.test;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialsTests {

	private final SocksServer server = SocksServer.builder().credentials("jane", "s3cret").credentials("é", "").start();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			jane | 01 04 6a 61 6e 65 06 73 33 63 72 65 74
			é    | 01 02 c3 a9 00
			""")
	void admitsUsers(String user, String bytes) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send("05 02 00 02").receive(2)).isEqualTo("05 02");
			assertThat(client.send(bytes).receive(2)).isEqualTo("01 00");
			client.send("05 01 00 01 0a 00 00 01 00 50").receive(10);
			assertThat(this.server.requests()).extracting(RecordedRequest::username).containsExactly(user);
			assertThat(this.server.requests().toString()).doesNotContain("s3cret");
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			wrong password        | 01 04 6a 61 6e 65 03 61 62 63
			unknown user          | 01 03 62 6f 62 06 73 33 63 72 65 74
			another user's        | 01 02 c3 a9 06 73 33 63 72 65 74
			empty user            | 01 00 06 73 33 63 72 65 74
			""")
	void refusesOthersAndCountsTheAttempt(String name, String bytes) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send("05 01 02").receive(2);
			assertThat(client.send(bytes).receiveToEnd()).isEqualTo("01 01");
			assertThat(this.server.authentications()).isEqualTo(1);
			assertThat(this.server.requests()).isEmpty();
			this.server.reset();
			assertThat(this.server.authentications()).isZero();
		}
	}

	@Test
	void demandsTheMethod() throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			assertThat(client.send("05 01 00").receiveToEnd()).isEqualTo("05 ff");
			assertThat(this.server.authentications()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			known user id   | 6a 61 6e 65 00 | 00 5b
			unknown user id | 62 6f 62 00    | 00 5d
			no user id      | 00             | 00 5d
			""")
	void demandsAKnownUserIdOfSocks4(String name, String userId, String reply) throws IOException {
		try (RawClient client = new RawClient(this.server)) {
			client.send("04 01 00 50 0a 00 00 01 " + userId); // 0x5b: admitted, but no
																// such target
			assertThat(client.receiveToEnd()).isEqualTo(reply + " 00 00 00 00 00 00");
		}
	}

}
