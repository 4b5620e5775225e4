package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import io.github.sockskit.auth.AuthException;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.PrivateMethod;
import io.github.sockskit.auth.SubNegotiation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class EncapsulationTests {

	/** Selected, challenged, accepted. */
	private static final String ACCEPTED = "05 80 41 00 ";

	/** 05 00 00 01 7f 00 00 01 04 38, in one message. */
	private static final String REPLY = "00 0b 5f 5a 5a 5b 25 5a 5a 5b 5e 62 c2 ";

	/** "SSH" in a message of its own. */
	private static final String BANNER = "00 04 09 09 12 ee ";

	private static Socks5Handshake handshake(Command command) {
		return new Socks5Handshake(List.of(new PrivateMethod(), AuthMethod.NONE), "proxy.example", command,
				Address.of("foo", 80));
	}

	@Test
	void theRequestIsWrapped() throws Exception {
		Socks5Handshake handshake = handshake(Command.CONNECT);
		assertThat(Bytes.sent(handshake)).isEqualTo("05 02 80 00");
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 80")));
		assertThat(Bytes.sent(handshake)).isEqualTo("07");
		handshake.feed(ByteBuffer.wrap(Bytes.of("41")));
		assertThat(Bytes.sent(handshake)).isEqualTo("42");
		handshake.feed(ByteBuffer.wrap(Bytes.of("00")));
		// 05 01 00 03 03 66 6f 6f 00 50
		assertThat(Bytes.sent(handshake)).isEqualTo("00 0b 5f 5b 5a 59 59 3c 35 35 5a 0a a0");
		assertThat(handshake.need()).isEqualTo(2);
	}

	@Test
	void whatAnotherMethodIsSelectedForIsNotWrapped() throws Exception {
		Socks5Handshake handshake = handshake(Command.CONNECT);
		assertThat(Bytes.sent(handshake)).isEqualTo("05 02 80 00");
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 00")));
		assertThat(Bytes.sent(handshake)).isEqualTo("05 01 00 03 03 66 6f 6f 00 50");
		assertThat(handshake.unwrapper()).isNull();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			one message            | 00 0b 5f 5a 5a 5b 25 5a 5a 5b 5e 62 c2 |
			several, one empty     | 00 03 5f 5a 05 00 01 00 00 09 5a 5b 25 5a 5a 5b 5e 62 bd |
			data in the same       | 00 0e 5f 5a 5a 5b 25 5a 5a 5b 5e 62 09 09 12 b0 | 53 53 48
			""")
	void anySplitGivesTheSameAndNoMessageBehindTheReplyIsTaken(String name, String reply, String data)
			throws Exception {
		byte[] replies = Bytes.of(ACCEPTED + reply + " " + BANNER);
		int expected = Bytes.of(ACCEPTED + reply).length;
		for (int piece = 1; piece <= replies.length; piece++) {
			Socks5Handshake handshake = handshake(Command.CONNECT);
			assertThat(Bytes.feed(handshake, replies, piece)).isEqualTo(expected);
			assertThat(handshake.boundAddress()).hasToString("127.0.0.1:1080");
			assertThat(Bytes.shown(handshake.unwrapper().data())).isEqualTo((data != null) ? data : "");
		}
	}

	@Test
	void theSecondReplyOfBindIsUnwrappedToo() throws Exception {
		byte[] replies = Bytes.of(ACCEPTED + REPLY + REPLY + BANNER);
		for (int piece = 1; piece <= replies.length; piece++) {
			Socks5Handshake handshake = handshake(Command.BIND);
			int first = Bytes.feed(handshake, replies, piece);
			Handshake second = handshake.secondReply();
			int read = Bytes.feed(second, Arrays.copyOfRange(replies, first, replies.length), piece);
			assertThat(first + read).isEqualTo(Bytes.of(ACCEPTED + REPLY + REPLY).length);
			assertThat(second.boundAddress()).hasToString("127.0.0.1:1080");
			assertThat(second.unwrapper()).isSameAs(handshake.unwrapper());
		}
	}

	@Test
	void bothRepliesMayBeInOneMessage() throws Exception {
		Socks5Handshake handshake = handshake(Command.BIND);
		Bytes.feed(handshake,
				Bytes.of(ACCEPTED + "00 15 5f 5a 5a 5b 25 5a 5a 5b 5e 62" + " 5f 5a 5a 5b 25 5a 5a 5b 5e 62 84"), 100);
		Handshake second = handshake.secondReply();
		assertThat(Bytes.sent(second)).isEmpty();
		assertThat(second.need()).isZero();
		assertThat(second.boundAddress()).hasToString("127.0.0.1:1080");
	}

	@Test
	void aRefusalIsReadAsSoonAsItsMessageIsThere() {
		HandshakeException ex = catchThrowableOfType(HandshakeException.class,
				() -> Bytes.feed(handshake(Command.CONNECT), Bytes.of(ACCEPTED + "00 03 5f 5f 0a"), 1));
		assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.REQUEST_REFUSED);
		assertThat(ex.code()).isEqualTo(5);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			no header           | 00 00                   | without a sum
			not genuine         | 00 03 5f 5a 06          | wrong sum
			""")
	void whatIsNoMessageIsMalformed(String name, String reply, String said) {
		for (int piece : new int[] { 1, 20 }) {
			HandshakeException ex = catchThrowableOfType(HandshakeException.class,
					() -> Bytes.feed(handshake(Command.CONNECT), Bytes.of(ACCEPTED + reply), piece));
			assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.MALFORMED);
			assertThat(ex.stage()).isEqualTo(Stage.REQUEST);
			assertThat(ex).hasMessageContaining(said);
		}
	}

	@Test
	void closedAtAnyByteIsAFailureOfTheStageThatWasReached() throws Exception {
		byte[] replies = Bytes.of(ACCEPTED + REPLY);
		for (int cut = 0; cut < replies.length; cut++) {
			Socks5Handshake handshake = handshake(Command.CONNECT);
			Bytes.feed(handshake, Arrays.copyOf(replies, cut), 20);
			assertThat(handshake.need()).isPositive();
			assertThat(handshake.closed().stage())
				.isEqualTo((cut < 2) ? Stage.METHOD : (cut < 4) ? Stage.AUTHENTICATION : Stage.REQUEST);
		}
	}

	@Test
	void datagramsAreNotAskedFor() {
		HandshakeException ex = catchThrowableOfType(HandshakeException.class,
				() -> Bytes.feed(handshake(Command.UDP_ASSOCIATE), Bytes.of(ACCEPTED + REPLY), 20));
		assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.AUTHENTICATION_FAILED);
		assertThat(ex).hasMessageContaining("not supported for datagrams");
	}

	@Test
	void aStepThatMayBlockIsTakenByOutputAndByNothingElse() throws Exception {
		Slow slow = new Slow();
		Socks5Handshake handshake = new Socks5Handshake(List.of(slow), "proxy.example", Command.CONNECT,
				Address.of("foo", 80));
		assertThat(handshake.mayBlock()).isFalse();
		assertThat(Bytes.sent(handshake)).isEqualTo("05 01 81");
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 81")));
		assertThat(handshake.mayBlock()).isTrue();
		assertThat(slow.steps).isZero();
		assertThat(Bytes.sent(handshake)).isEqualTo("01");
		assertThat(handshake.mayBlock()).isFalse();
		handshake.feed(ByteBuffer.wrap(Bytes.of("00")));
		assertThat(handshake.mayBlock()).isTrue();
		assertThat(slow.steps).isOne();
		assertThat(Bytes.sent(handshake)).isEqualTo("05 01 00 03 03 66 6f 6f 00 50");
		assertThat(handshake.mayBlock()).isFalse();
		assertThat(handshake.need()).isEqualTo(7);
	}

	@Test
	void aStepThatFailsIsAFailureOfThisSide() throws Exception {
		Exception cause = new Exception("no key");
		Socks5Handshake handshake = new Socks5Handshake(List.of(new Slow() {

			@Override
			public ByteBuffer output() throws AuthException {
				throw AuthException.failed("nothing to say", cause);
			}

		}), "proxy.example", Command.CONNECT, Address.of("foo", 80));
		handshake.output();
		handshake.feed(ByteBuffer.wrap(Bytes.of("05 81")));
		HandshakeException ex = catchThrowableOfType(HandshakeException.class, handshake::output);
		assertThat(ex.kind()).isEqualTo(HandshakeException.Kind.AUTHENTICATION_FAILED);
		assertThat(ex).hasMessage("nothing to say").hasCause(cause);
	}

	/** Takes a step for its message, and one to see that it is done. */
	private static class Slow implements AuthMethod, SubNegotiation {

		private boolean stepDue = true;

		private boolean answered;

		private int steps;

		@Override
		public int number() {
			return 0x81;
		}

		@Override
		public SubNegotiation begin(String proxyHost) {
			return this;
		}

		@Override
		public boolean mayBlock() {
			return stepDue;
		}

		@Override
		public ByteBuffer output() throws AuthException {
			steps++;
			stepDue = false;
			return answered ? ByteBuffer.allocate(0) : ByteBuffer.wrap(new byte[] { 1 });
		}

		@Override
		public int need() {
			return (answered && !stepDue) ? 0 : 1;
		}

		@Override
		public void feed(ByteBuffer in) {
			in.get();
			answered = true;
			stepDue = true;
		}

	}

}
