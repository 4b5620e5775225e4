package io.github.sockskit.internal.protocol;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class Socks4HandshakeTests {

	private static final String BANNER = " 53 53 48 2d 32 2e 30";

	private static Socks4Handshake handshake(String host, String userId) {
		return new Socks4Handshake(Command.CONNECT, Address.of(host, 80), userId);
	}

	@ParameterizedTest(name = "{0}, user {1}")
	@CsvSource(delimiter = '|', textBlock = """
			1.2.3.4   |     | 04 01 00 50 01 02 03 04 00
			1.2.3.4   | joe | 04 01 00 50 01 02 03 04 6a 6f 65 00
			1.2.3.4   | ü   | 04 01 00 50 01 02 03 04 c3 bc 00
			foo       |     | 04 01 00 50 00 00 00 01 00 66 6f 6f 00
			foo       | joe | 04 01 00 50 00 00 00 01 6a 6f 65 00 66 6f 6f 00
			0.0.0.0   |     | 04 01 00 50 00 00 00 00 00
			""")
	void theRequestIsOneMessage(String host, String userId, String request) throws Exception {
		Socks4Handshake handshake = handshake(host, (userId != null) ? userId : "");
		assertThat(Bytes.sent(handshake)).isEqualTo(request);
		assertThat(Bytes.sent(handshake)).isEmpty();
		assertThat(handshake.need()).isEqualTo(8);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			version 0         | 00 5a 04 38 7f 00 00 01 | 127.0.0.1:1080
			version 4         | 04 5a 04 38 7f 00 00 01 | 127.0.0.1:1080
			zeros             | 00 5a 00 00 00 00 00 00 | 0.0.0.0:0
			""")
	void anySplitOfTheReplyGivesTheSameBoundAddressAndNotAByteMoreIsTaken(String name, String reply, String bound)
			throws Exception {
		for (int piece = 1; piece <= 20; piece++) {
			Socks4Handshake handshake = handshake("1.2.3.4", "");
			assertThat(Bytes.feed(handshake, Bytes.of(reply + BANNER), piece)).isEqualTo(8);
			assertThat(handshake.boundAddress()).hasToString(bound);
		}
	}

	@ParameterizedTest(name = "reply {0}")
	@ValueSource(ints = { 0, 1, 89, 91, 92, 93, 94, 255 })
	void everyReplyCodeBut90IsARefusalHoweverShortTheReplyIs(int code) {
		for (String rest : new String[] { "", " 00", " 00 00 00 00 00 00" }) {
			for (int piece : new int[] { 1, 2, 8 }) {
				HandshakeException ex = catchThrowableOfType(HandshakeException.class,
						() -> Bytes.feed(handshake("foo", ""), Bytes.of("00 %02x".formatted(code) + rest), piece));
				assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.REQUEST_REFUSED);
				assertThat(ex.code()).isEqualTo(code);
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			microsocks    | 05 ff | SOCKS5
			HTTP          | 48 54 | HTTP
			TLS           | 15 03 | TLS
			another       | 01 5a | 0x01
			""")
	void anotherVersionIsMalformed(String name, String reply, String said) {
		HandshakeException ex = catchThrowableOfType(HandshakeException.class,
				() -> Bytes.feed(handshake("foo", ""), Bytes.of(reply), 1));
		assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.MALFORMED);
		assertThat(ex).hasMessageContaining(said);
	}

	@Test
	void closedAtAnyByteIsAFailure() throws Exception {
		byte[] reply = Bytes.of("00 5a 04 38 7f 00 00 01");
		for (int cut = 0; cut < reply.length; cut++) {
			Socks4Handshake handshake = handshake("foo", "");
			Bytes.feed(handshake, Arrays.copyOf(reply, cut), 20);
			assertThat(handshake.closed().kind()).isEqualTo(HandshakeException.Kind.CLOSED);
			assertThatIllegalStateException().isThrownBy(handshake::boundAddress);
		}
	}

	@Test
	void anIpv6AddressIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> handshake("::1", "")).withMessageContaining("socks5");
	}

	@Test
	void anAddressThatSocks4aReadsAsAMarkerIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> handshake("0.0.0.7", ""))
			.withMessageContaining("0.0.0.7");
	}

	@Test
	void aUserIdThatCouldSmuggleBytesIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> handshake("foo", "xyz\0b"))
			.withMessageContaining("NUL")
			.withMessageNotContaining("xyz");
	}

	@Test
	void aUserIdHasAtMost255BytesAndFitsBesideTheLongestName() {
		assertThat(handshake("n".repeat(255), "u".repeat(255)).output().remaining()).isEqualTo(9 + 255 + 256);
		assertThatIllegalArgumentException().isThrownBy(() -> handshake("foo", "ü".repeat(128)))
			.withMessageContaining("256 bytes");
	}

}
