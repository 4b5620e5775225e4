package io.github.sockskit.internal.protocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.SubNegotiation;
import io.github.sockskit.auth.UsernamePassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class Socks5HandshakeTests {

	private static final String BANNER = " 53 53 48 2d 32 2e 30";

	private static Socks5Handshake handshake(AuthMethod... methods) {
		return new Socks5Handshake(List.of(methods), "proxy.example", Command.CONNECT, Address.of("foo", 80));
	}

	private static Socks5Handshake withPassword() {
		return handshake(new UsernamePassword("us", "pw"), AuthMethod.NONE);
	}

	@Test
	void withoutAuthenticationItIsGreetingThenRequest() throws Exception {
		Socks5Handshake handshake = handshake(AuthMethod.NONE);
		assertThat(Bytes.sent(handshake)).isEqualTo("05 01 00");
		assertThat(Bytes.sent(handshake)).isEmpty();
		assertThat(handshake.need()).isEqualTo(2);
		Bytes.feed(handshake, Bytes.of("05 00"), 2);
	}

	@Test
	void dataMayFollowTheRequestOfAConnectOnceItHasLeft() throws Exception {
		Socks5Handshake stepwise = handshake(AuthMethod.NONE);
		Bytes.sent(stepwise);
		assertThat(stepwise.dataMayFollow()).isFalse();
		stepwise.feed(ByteBuffer.wrap(Bytes.of("05 00")));
		assertThat(stepwise.dataMayFollow()).isFalse();
		Bytes.sent(stepwise);
		assertThat(stepwise.dataMayFollow()).isTrue();

		Socks5Handshake atOnce = handshake(AuthMethod.NONE);
		atOnce.pipeline(AuthMethod.NONE);
		assertThat(atOnce.dataMayFollow()).isFalse();
		Bytes.sent(atOnce);
		assertThat(atOnce.dataMayFollow()).isTrue();

		Socks5Handshake bind = new Socks5Handshake(List.of(AuthMethod.NONE), "proxy.example", Command.BIND,
				Address.of("foo", 80));
		Bytes.sent(bind);
		bind.feed(ByteBuffer.wrap(Bytes.of("05 00")));
		Bytes.sent(bind);
		assertThat(bind.dataMayFollow()).isFalse();
	}

	@Test
	void eachMessageIsThereOnceWhenItsTurnComes() throws Exception {
		Socks5Handshake handshake = withPassword();
		assertThat(Bytes.sent(handshake)).isEqualTo("05 02 02 00");
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 02")));
		assertThat(handshake.stage()).isEqualTo(Stage.AUTHENTICATION);
		assertThat(Bytes.sent(handshake)).isEqualTo("01 02 75 73 02 70 77");
		assertThat(Bytes.sent(handshake)).isEmpty();
		handshake.feed(ByteBuffer.wrap(Bytes.of("01 00")));
		assertThat(handshake.stage()).isEqualTo(Stage.REQUEST);
		assertThat(Bytes.sent(handshake)).isEqualTo("05 01 00 03 03 66 6f 6f 00 50");
		assertThat(handshake.need()).isEqualTo(7);
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 00 00 01 7f 00 00")));
		assertThat(handshake.need()).isEqualTo(3);
		handshake.feed(ByteBuffer.wrap(Bytes.of("01 04 38")));
		assertThat(handshake.need()).isZero();
		assertThat(handshake.boundAddress()).hasToString("127.0.0.1:1080");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					IPv4                | 05 00 00 01 7f 00 00 01 04 38 | 127.0.0.1:1080
					zeros               | 05 00 00 01 00 00 00 00 00 00 | 0.0.0.0:0
					IPv6                | 05 00 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 95 32 | [0:0:0:0:0:0:0:1]:38194
					mapped IPv6         | 05 00 00 04 00 00 00 00 00 00 00 00 00 00 ff ff 01 02 03 04 00 50 | 1.2.3.4:80
					domain name         | 05 00 00 03 03 66 6f 6f 00 50 | foo:80
					name of length 0    | 05 00 00 03 00 00 50 | :80
					name of length 1    | 05 00 00 03 01 61 00 50 | a:80
					RSV not 0           | 05 00 ff 01 7f 00 00 01 04 38 | 127.0.0.1:1080
					""")
	void anySplitOfTheRepliesGivesTheSameBoundAddressAndNotAByteMoreIsTaken(String name, String reply, String bound)
			throws Exception {
		byte[] replies = Bytes.of("05 02 01 00 " + reply + BANNER);
		int expected = Bytes.of("05 02 01 00 " + reply).length;
		for (int piece = 1; piece <= replies.length; piece++) {
			Socks5Handshake handshake = withPassword();
			assertThat(Bytes.feed(handshake, replies, piece)).isEqualTo(expected);
			assertThat(handshake.boundAddress()).hasToString((bound != null) ? bound : "");
		}
	}

	@ParameterizedTest
	@EnumSource(Command.class)
	void aMappedBoundAddressEqualsTheIpv4AddressThatItStandsFor(Command command) throws Exception {
		String mapped = " 05 00 00 04 00 00 00 00 00 00 00 00 00 00 ff ff 01 02 03 04 00 50";
		InetSocketAddress plain = new InetSocketAddress(InetAddress.getByName("1.2.3.4"), 80);
		Socks5Handshake handshake = new Socks5Handshake(List.of(AuthMethod.NONE), "proxy.example", command,
				Address.of("foo", 80));
		Bytes.feed(handshake, Bytes.of("05 00" + mapped), 30);
		assertThat(handshake.boundAddress().toSocketAddress()).isEqualTo(plain);
		assertThat(handshake.boundAddress().isIpv4()).isTrue();
		if (command == Command.BIND) {
			Handshake second = handshake.secondReply();
			Bytes.feed(second, Bytes.of(mapped.strip()), 30);
			assertThat(second.boundAddress().toSocketAddress()).isEqualTo(plain);
		}
	}

	@Test
	void aBoundNameOf255BytesIsRead() throws Exception {
		String reply = "05 00 00 03 ff " + HexFormat.ofDelimiter(" ").formatHex("x".repeat(255).getBytes()) + " 00 50";
		Socks5Handshake handshake = handshake(AuthMethod.NONE);
		Bytes.feed(handshake, Bytes.of("05 00 " + reply + BANNER), 300);
		assertThat(handshake.boundAddress().host()).isEqualTo("x".repeat(255));
	}

	@Test
	void theNumberOfBytesAskedForIsThereInEveryValidContinuation() throws Exception {
		Socks5Handshake handshake = handshake(AuthMethod.NONE);
		Bytes.feed(handshake, Bytes.of("05 00 05 00 00 03 02"), 1);
		assertThat(handshake.need()).isEqualTo(4);
	}

	@ParameterizedTest(name = "reply {0}")
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 90, 91, 0x80, 0xF0, 0xFF })
	void everyReplyCodeButZeroIsARefusalHoweverShortTheReplyIs(int code) {
		String start = "05 00 05 %02x".formatted(code);
		for (String rest : List.of("", " 00", " 00 00 00 00 00 00 00 00", " 00 01 00 00 00 00 00 00", " 00 03 00")) {
			for (int piece : new int[] { 1, 2, 7, 20 }) {
				HandshakeException ex = catchThrowableOfType(HandshakeException.class,
						() -> Bytes.feed(handshake(AuthMethod.NONE), Bytes.of(start + rest), piece));
				assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.REQUEST_REFUSED);
				assertThat(ex.stage()).isEqualTo(Stage.REQUEST);
				assertThat(ex.code()).isEqualTo(code);
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			HTTP answers                   | 48 54             | METHOD         | HTTP
			TLS answers                    | 15 03             | METHOD         | TLS
			SSH answers                    | 53 53             | METHOD         | SSH
			SOCKS4 answers                 | 00 5b             | METHOD         | SOCKS4
			another version                | 06 00             | METHOD         | 0x06
			a method that was not offered  | 05 01             | METHOD         | selected method 1
			GSSAPI not offered             | 05 80             | METHOD         | selected method 128
			wrong authentication version   | 05 02 02 00       | AUTHENTICATION | version 2
			version 0, status 0            | 05 02 00 00       | AUTHENTICATION | version 0
			wrong version of the reply     | 05 02 01 00 04 00 | REQUEST        | version 4
			address type 0                 | 05 02 01 00 05 00 00 00 00 | REQUEST | address type 0
			address type 2                 | 05 02 01 00 05 00 00 02 00 | REQUEST | address type 2
			""")
	void whatTheProtocolDoesNotAllowIsMalformed(String name, String replies, Stage stage, String said) {
		for (int piece : new int[] { 1, 2, 20 }) {
			HandshakeException ex = catchThrowableOfType(HandshakeException.class,
					() -> Bytes.feed(withPassword(), Bytes.of(replies), piece));
			assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.MALFORMED);
			assertThat(ex.stage()).isEqualTo(stage);
			assertThat(ex).hasMessageContaining(said);
		}
	}

	@ParameterizedTest(name = "method {0}")
	@CsvSource(delimiter = '|', textBlock = """
			1   | selected method 1, which was not offered; it wants GSSAPI (Kerberos), set it as a method
			2   | selected method 2, which was not offered; it wants a user name and password, set them
			128 | selected method 128, which was not offered
			""")
	void aMethodThatWasNotOfferedIsNamedWithTheWayOut(int method, String message) {
		for (boolean atOnce : new boolean[] { false, true }) {
			Socks5Handshake handshake = atOnce ? pipelined(AuthMethod.NONE) : handshake(AuthMethod.NONE);
			HandshakeException ex = catchThrowableOfType(HandshakeException.class,
					() -> Bytes.feed(handshake, Bytes.of("05 %02x".formatted(method)), 2));
			assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.MALFORMED);
			assertThat(ex).hasMessage(message);
		}
	}

	@ParameterizedTest(name = "status {0}")
	@CsvSource(delimiter = '|', textBlock = """
			01 | 01 01
			02 | 01 02
			ff | 01 ff
			01 | 05 01
			""")
	void everyStatusButZeroRefusesTheCredentials(String status, String reply) {
		HandshakeException ex = catchThrowableOfType(HandshakeException.class,
				() -> Bytes.feed(withPassword(), Bytes.of("05 02 " + reply), 20));
		assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.AUTHENTICATION_REFUSED);
		assertThat(ex.code()).isEqualTo(Integer.parseInt(status, 16));
		assertThat(ex).hasMessageNotContaining("pw");
	}

	@Test
	void credentialsAreAcceptedByStatusZeroThoughTheVersionIsThatOfSocks() throws Exception {
		byte[] replies = Bytes.of("05 02 05 00 05 00 00 01 7f 00 00 01 04 38");
		for (int piece = 1; piece <= replies.length; piece++) {
			for (Socks5Handshake handshake : List.of(withPassword(), pipelined(new UsernamePassword("us", "pw")))) {
				assertThat(Bytes.feed(handshake, replies, piece)).isEqualTo(replies.length);
				assertThat(handshake.boundAddress()).hasToString("127.0.0.1:1080");
			}
		}
	}

	@Test
	void noAcceptableMethodIsToldFromARefusal() {
		HandshakeException ex = catchThrowableOfType(HandshakeException.class,
				() -> Bytes.feed(withPassword(), Bytes.of("05 ff"), 2));
		assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.NO_ACCEPTABLE_METHOD);
		assertThat(ex.code()).isEqualTo(255);
	}

	@Test
	void credentialsAreNotSentToAProxyThatDoesNotAskForThem() throws Exception {
		Socks5Handshake handshake = withPassword();
		handshake.output();
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 00")));
		assertThat(Bytes.sent(handshake)).startsWith("05 01 00 03");
	}

	@Test
	void closedAtAnyByteIsAFailureOfTheStageThatWasReached() throws Exception {
		byte[] replies = Bytes.of("05 02 01 00 05 00 00 01 7f 00 00 01 04 38");
		for (int cut = 0; cut < replies.length; cut++) {
			Socks5Handshake handshake = withPassword();
			Bytes.feed(handshake, Arrays.copyOf(replies, cut), 20);
			HandshakeException ex = handshake.closed();
			assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.CLOSED);
			assertThat(ex.stage())
				.isEqualTo((cut < 2) ? Stage.METHOD : (cut < 4) ? Stage.AUTHENTICATION : Stage.REQUEST);
			assertThatIllegalStateException().isThrownBy(handshake::boundAddress);
		}
	}

	@Test
	void aMethodMayHaveADialogueOfSeveralMessages() throws Exception {
		Socks5Handshake handshake = handshake(new TwoQuestions());
		assertThat(Bytes.sent(handshake)).isEqualTo("05 01 85");
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 85")));
		assertThat(Bytes.sent(handshake)).isEqualTo("01");
		handshake.feed(ByteBuffer.wrap(Bytes.of("0a")));
		assertThat(Bytes.sent(handshake)).isEqualTo("02");
		handshake.feed(ByteBuffer.wrap(Bytes.of("0b")));
		assertThat(Bytes.sent(handshake)).startsWith("05 01 00 03");
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> Bytes.feed(handshake, Bytes.of("05 05"), 2));
	}

	private static Socks5Handshake pipelined(AuthMethod method) {
		Socks5Handshake handshake = withPassword();
		handshake.pipeline(method);
		return handshake;
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			nothing  | 05 01 00                      05 01 00 03 03 66 6f 6f 00 50 |  9
			password | 05 01 02 01 02 75 73 02 70 77 05 01 00 03 03 66 6f 6f 00 50 | 11
			""")
	void pipelinedEverythingIsOneOutputWithOneMethod(String name, String sent, int need) throws Exception {
		Socks5Handshake handshake = pipelined(
				name.equals("nothing") ? AuthMethod.NONE : new UsernamePassword("us", "pw"));
		assertThat(handshake.isPipelined()).isTrue();
		assertThat(Bytes.sent(handshake)).isEqualTo(sent.replaceAll(" +", " "));
		assertThat(Bytes.sent(handshake)).isEmpty();
		assertThat(handshake.need()).isEqualTo(need);
		assertThat(handshake.stage()).isEqualTo(Stage.METHOD);
	}

	@Test
	void pipelinedTheRepliesAreReadHoweverTheyAreSplitAndNotAByteMore() throws Exception {
		byte[] replies = Bytes.of("05 02 01 00 05 00 00 03 03 66 6f 6f 00 50" + BANNER);
		for (int piece = 1; piece <= replies.length; piece++) {
			Socks5Handshake handshake = pipelined(new UsernamePassword("us", "pw"));
			assertThat(Bytes.feed(handshake, replies, piece)).isEqualTo(14);
			assertThat(handshake.boundAddress()).hasToString("foo:80");
			assertThat(handshake.method()).isEqualTo(new UsernamePassword("us", "pw"));
		}
	}

	@Test
	void pipelinedNothingMoreIsSentWhateverComes() throws Exception {
		Socks5Handshake handshake = pipelined(new UsernamePassword("us", "pw"));
		handshake.output();
		for (byte next : Bytes.of("05 02 01 00 05 00 00 01 7f 00 00 01 04 38")) {
			assertThat(handshake.need()).isPositive();
			handshake.feed(ByteBuffer.wrap(new byte[] { next }));
			assertThat(Bytes.sent(handshake)).isEmpty();
		}
		assertThat(handshake.need()).isZero();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			another method            | 05 00       | METHOD         | MALFORMED              | selected method 0
			no method                 | 05 ff       | METHOD         | NO_ACCEPTABLE_METHOD   | accepts no
			method reply left out     | 01 00 05 00 | METHOD         | MALFORMED              | 0x01
			wrong password            | 05 02 01 01 | AUTHENTICATION | AUTHENTICATION_REFUSED | status 1
			refused                   | 05 02 01 00 05 05 | REQUEST  | REQUEST_REFUSED        | reply 5
			status left out           | 05 02 05 00 00 01 | REQUEST | MALFORMED               | version 0
			""")
	void pipelinedEachReplyIsJudgedAsStepByStep(String name, String replies, Stage stage, HandshakeException.Kind kind,
			String said) {
		for (int piece : new int[] { 1, 2, 20 }) {
			HandshakeException ex = catchThrowableOfType(HandshakeException.class,
					() -> Bytes.feed(pipelined(new UsernamePassword("us", "pw")), Bytes.of(replies), piece));
			assertThat(ex.kind()).isEqualTo(kind);
			assertThat(ex.stage()).isEqualTo(stage);
			assertThat(ex).hasMessageContaining(said);
		}
	}

	@Test
	void pipelinedAClosedConnectionIsAFailureOfTheStageThatWasReached() throws Exception {
		byte[] replies = Bytes.of("05 02 01 00 05 00 00 01 7f 00 00 01 04 38");
		for (int cut = 0; cut < replies.length; cut++) {
			Socks5Handshake handshake = pipelined(new UsernamePassword("us", "pw"));
			Bytes.feed(handshake, Arrays.copyOf(replies, cut), 20);
			assertThat(handshake.closed().stage())
				.isEqualTo((cut < 2) ? Stage.METHOD : (cut < 4) ? Stage.AUTHENTICATION : Stage.REQUEST);
		}
	}

	@Test
	void aMethodWhoseMessagesAreNotKnownIsNotPipelined() {
		assertThatIllegalArgumentException().isThrownBy(() -> pipelined(new TwoQuestions()));
	}

	@Test
	void aPipelinedMethodThatHasMoreToSayFails() throws Exception {
		TwoQuestions talkative = new TwoQuestions() {

			@Override
			public boolean isPipelinable() {
				return true;
			}

		};
		HandshakeException ex = catchThrowableOfType(HandshakeException.class,
				() -> Bytes.feed(pipelined(talkative), Bytes.of("05 85 0a 0b 05 00"), 20));
		assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.AUTHENTICATION_FAILED);
	}

	@Test
	void theSelectedMethodIsKnownFromItsReplyOn() throws Exception {
		Socks5Handshake handshake = withPassword();
		handshake.output();
		assertThat(handshake.method()).isNull();
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 00")));
		assertThat(handshake.method()).isEqualTo(AuthMethod.NONE);
	}

	private static class TwoQuestions implements AuthMethod, SubNegotiation {

		private int answers;

		private int asked;

		@Override
		public int number() {
			return 0x85;
		}

		@Override
		public SubNegotiation begin(String proxyHost) {
			return this;
		}

		@Override
		public ByteBuffer output() {
			return (asked == answers && asked < 2) ? ByteBuffer.wrap(new byte[] { (byte) ++asked })
					: ByteBuffer.allocate(0);
		}

		@Override
		public int need() {
			return (answers < 2) ? 1 : 0;
		}

		@Override
		public void feed(ByteBuffer in) {
			in.get();
			answers++;
		}

	}

}
