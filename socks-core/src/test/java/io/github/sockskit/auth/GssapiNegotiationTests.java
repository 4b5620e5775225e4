package io.github.sockskit.auth;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import io.github.sockskit.auth.Gssapi.Protection;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class GssapiNegotiationTests {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private final Context context = new Context();

	private GssapiNegotiation negotiation(Protection wanted) {
		return new GssapiNegotiation("rcmd@proxy.example", wanted, context::asGssContext);
	}

	private static byte[] bytes(String hex) {
		return HEX.parseHex(hex.strip());
	}

	private static String shown(ByteBuffer bytes) {
		byte[] all = new byte[bytes.remaining()];
		bytes.get(all);
		return HEX.formatHex(all);
	}

	/** Everything that is sent; answers are given in pieces of at most so many bytes. */
	private static String run(GssapiNegotiation negotiation, String answers, int piece) throws AuthException {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		ByteBuffer in = ByteBuffer.wrap(bytes(answers));
		while (true) {
			ByteBuffer message = negotiation.output();
			sent.write(message.array(), message.position(), message.remaining());
			if (negotiation.need() == 0 || !in.hasRemaining()) {
				break;
			}
			int count = Math.min(Math.min(piece, negotiation.need()), in.remaining());
			ByteBuffer given = in.slice(in.position(), count);
			negotiation.feed(given);
			assertThat(given.hasRemaining()).isFalse();
			in.position(in.position() + count);
		}
		assertThat(in.remaining()).as("bytes that were not asked for").isZero();
		return HEX.formatHex(sent.toByteArray());
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			the level is agreed on    | CONFIDENTIALITY | 01 01 00 02 aa 02 01 02 00 02 01 02 | 01 02 00 02 01 02
			a stronger one will do    | INTEGRITY       | 01 01 00 02 aa 02 01 02 00 02 01 02 | 01 02 00 02 01 01
			Dante's clear             | NONE            | 01 01 00 02 aa 02 01 02 00 02 01 00 | 01 02 00 02 01 00
			""")
	void anySplitOfTheAnswersGivesTheSame(String name, Protection wanted, String answers, String level)
			throws Exception {
		for (int piece = 1; piece < 20; piece++) {
			context.reset();
			GssapiNegotiation negotiation = negotiation(wanted);
			assertThat(run(negotiation, answers, piece)).isEqualTo("01 01 00 02 aa 01 " + level);
			assertThat(negotiation.need()).isZero();
			assertThat(negotiation.mayBlock()).isFalse();
			assertThat(negotiation.encapsulation() == null).isEqualTo(wanted == Protection.NONE);
		}
	}

	@Test
	void aMechanismThatHasTheLastWordIsAnsweredWithNothing() throws Exception {
		context.clientIsLast = true;
		for (int piece = 1; piece < 20; piece++) {
			context.reset();
			GssapiNegotiation negotiation = negotiation(Protection.INTEGRITY);
			assertThat(run(negotiation, "01 01 00 00 01 02 00 02 01 01", piece))
				.isEqualTo("01 01 00 02 aa 01 01 02 00 02 01 01");
			assertThat(negotiation.need()).isZero();
		}
	}

	@Test
	void onlyStepsOfTheContextMayBlock() throws Exception {
		GssapiNegotiation negotiation = negotiation(Protection.INTEGRITY);
		assertThat(negotiation.mayBlock()).isTrue();
		negotiation.output();
		assertThat(negotiation.mayBlock()).isFalse();
		negotiation.feed(ByteBuffer.wrap(bytes("01 01")));
		negotiation.feed(ByteBuffer.wrap(bytes("00 02")));
		negotiation.feed(ByteBuffer.wrap(bytes("aa 02")));
		assertThat(negotiation.mayBlock()).isTrue();
		negotiation.output();
		assertThat(negotiation.mayBlock()).isFalse();
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					abort instead of a token       | 01 ff                                     | REFUSED   | 255 | the Kerberos login at rcmd@proxy.example
					abort instead of a level       | 01 01 00 02 aa 02 01 ff                   | REFUSED   | 255 | confidentiality as protection level
					a weaker level                 | 01 01 00 02 aa 02 01 02 00 02 01 01       | REFUSED   | 1   | it chose integrity
					Dante's clear                  | 01 01 00 02 aa 02 01 02 00 02 01 00       | REFUSED   | 0   | it chose none
					another version                | 02                                        | MALFORMED | -1  | version 2
					a level before its time        | 01 02                                     | MALFORMED | -1  | message type 2
					a token when it is over        | 01 01 00 02 aa 02 01 01                   | MALFORMED | -1  | message type 1
					data before its time           | 01 01 00 02 aa 02 01 03                   | MALFORMED | -1  | message type 3
					selective protection           | 01 01 00 02 aa 02 01 02 00 02 01 03       | MALFORMED | -1  | none of none, integrity, confidentiality
					a level of two bytes           | 01 01 00 02 aa 02 01 02 00 03 01 02 02    | MALFORMED | -1  | of 2 bytes
					a level of no bytes            | 01 01 00 02 aa 02 01 02 00 01 01          | MALFORMED | -1  | of 0 bytes
					a level that is not genuine    | 01 01 00 02 aa 02 01 02 00 02 09 02       | MALFORMED | -1  | not genuine
					a token that proves nothing    | 01 01 00 02 aa 09                         | FAILED    | -1  | did not prove to be rcmd@proxy.example
					no token                       | 01 01 00 00                               | FAILED    | -1  | did not prove
					""")
	void whatElseIsAnsweredIsAFailure(String name, String answers, AuthException.Kind kind, int status, String said) {
		for (int piece : new int[] { 1, 2, 20 }) {
			context.reset();
			AuthException ex = catchThrowableOfType(AuthException.class,
					() -> run(negotiation(Protection.CONFIDENTIALITY), answers, piece));
			assertThat(ex.kind()).isEqualTo(kind);
			assertThat(ex.status()).isEqualTo(status);
			assertThat(ex).hasMessageContaining(said);
		}
	}

	@Test
	void aTokenBehindTheLastWordIsMalformed() {
		context.clientIsLast = true;
		AuthException ex = catchThrowableOfType(AuthException.class,
				() -> run(negotiation(Protection.NONE), "01 01 00 01 aa", 9));
		assertThat(ex.kind()).isEqualTo(AuthException.Kind.MALFORMED);
	}

	@Test
	void aProxyThatProvesNothingIsLeft() {
		context.mutual = false;
		AuthException ex = catchThrowableOfType(AuthException.class,
				() -> run(negotiation(Protection.NONE), "01 01 00 02 aa 02", 9));
		assertThat(ex.kind()).isEqualTo(AuthException.Kind.FAILED);
		assertThat(ex).hasMessageContaining("mutual authentication");
	}

	@Test
	void aContextWithoutConfidentialityIsNoUseWhereThatIsWanted() throws Exception {
		context.confidential = false;
		AuthException ex = catchThrowableOfType(AuthException.class,
				() -> run(negotiation(Protection.CONFIDENTIALITY), "01 01 00 02 aa 02", 9));
		assertThat(ex.kind()).isEqualTo(AuthException.Kind.FAILED);
		context.reset();
		run(negotiation(Protection.INTEGRITY), "01 01 00 02 aa 02 01 02 00 02 01 01", 9);
	}

	@Test
	void anAnswerIsNamedAtEveryByteThatItMayEndAt() throws Exception {
		byte[] answers = bytes("01 01 00 02 aa 02 01 02 00 02 01 02");
		for (int cut = 0; cut < answers.length; cut++) {
			context.reset();
			GssapiNegotiation negotiation = negotiation(Protection.CONFIDENTIALITY);
			run(negotiation, HEX.formatHex(Arrays.copyOf(answers, cut)), 20);
			assertThat(negotiation.need()).isPositive();
			assertThat(negotiation.awaited())
				.contains((cut < 6) ? "ticket for rcmd@proxy.example" : "protection level confidentiality");
		}
	}

	private Encapsulation encapsulation(Protection protection) throws AuthException {
		context.reset();
		GssapiNegotiation negotiation = negotiation(protection);
		run(negotiation, "01 01 00 02 aa 02 01 02 00 02 01 0" + protection.level(), 20);
		return negotiation.encapsulation();
	}

	@Test
	void whatFollowsIsWrappedAsAgreed() throws Exception {
		assertThat(shown(encapsulation(Protection.INTEGRITY).wrap(ByteBuffer.wrap(bytes("05 01 00")))))
			.isEqualTo("01 03 00 04 01 05 01 00");
		assertThat(shown(encapsulation(Protection.CONFIDENTIALITY).wrap(ByteBuffer.wrap(bytes("05 01 00")))))
			.isEqualTo("01 03 00 04 02 05 01 00");
	}

	@Test
	void onlyDataOfTheRightKindIsUnwrapped() throws Exception {
		Encapsulation encapsulation = encapsulation(Protection.CONFIDENTIALITY);
		assertThat(encapsulation.bodyLength(ByteBuffer.wrap(bytes("01 03 ff ff")))).isEqualTo(65535);
		assertThat(shown(encapsulation.unwrap(ByteBuffer.wrap(bytes("02 05 00"))))).isEqualTo("05 00");
		for (String header : new String[] { "01 01 00 01", "01 ff 00 01", "02 03 00 01" }) {
			assertThat(catchThrowableOfType(AuthException.class,
					() -> encapsulation.bodyLength(ByteBuffer.wrap(bytes(header)))))
				.hasMessageContaining("GSSAPI has 1 and 3");
		}
		assertThat(catchThrowableOfType(AuthException.class,
				() -> encapsulation.unwrap(ByteBuffer.wrap(bytes("01 05 00")))))
			.hasMessageContaining("not encrypted");
		assertThat(catchThrowableOfType(AuthException.class,
				() -> encapsulation.unwrap(ByteBuffer.wrap(bytes("09 05 00")))))
			.hasMessageContaining("not genuine")
			.hasCauseInstanceOf(GSSException.class);
	}

	@Test
	void aReplayedMessageIsRefused() throws Exception {
		Encapsulation encapsulation = encapsulation(Protection.INTEGRITY);
		context.duplicate = true;
		assertThat(catchThrowableOfType(AuthException.class,
				() -> encapsulation.unwrap(ByteBuffer.wrap(bytes("01 05 00")))))
			.hasMessageContaining("replayed");
	}

	/**
	 * A mechanism whose tokens can be written down: it says {@code aa 01}, wants
	 * {@code aa 02}, and wraps by a byte in front, 1 for integrity and 2 for
	 * confidentiality.
	 */
	private static final class Context {

		private boolean clientIsLast;

		private boolean mutual = true;

		private boolean confidential = true;

		private boolean duplicate;

		private int steps;

		void reset() {
			steps = 0;
		}

		GSSContext asGssContext() {
			return (GSSContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { GSSContext.class },
					(proxy, method, arguments) -> switch (method.getName()) {
						case "isEstablished" -> steps > (clientIsLast ? 0 : 1);
						case "getMutualAuthState" -> mutual;
						case "getIntegState" -> true;
						case "getConfState" -> confidential;
						case "initSecContext" -> step((byte[]) arguments[0]);
						case "wrap" -> wrap((byte[]) arguments[0], (MessageProp) arguments[3]);
						case "unwrap" -> unwrap((byte[]) arguments[0], (MessageProp) arguments[3]);
						default -> throw new UnsupportedOperationException(method.getName());
					});
		}

		private byte[] step(byte[] token) throws GSSException {
			if (steps > 0 && !Arrays.equals(token, bytes("aa 02"))) {
				throw new GSSException(GSSException.DEFECTIVE_TOKEN);
			}
			return (steps++ == 0) ? bytes("aa 01") : null;
		}

		private static byte[] wrap(byte[] data, MessageProp properties) {
			byte[] token = new byte[data.length + 1];
			token[0] = (byte) (properties.getPrivacy() ? 2 : 1);
			System.arraycopy(data, 0, token, 1, data.length);
			return token;
		}

		private byte[] unwrap(byte[] token, MessageProp properties) throws GSSException {
			if (token[0] != 1 && token[0] != 2) {
				throw new GSSException(GSSException.BAD_MIC);
			}
			properties.setPrivacy(token[0] == 2);
			properties.setSupplementaryStates(duplicate, false, false, false, 0, null);
			return Arrays.copyOfRange(token, 1, token.length);
		}

	}

}
