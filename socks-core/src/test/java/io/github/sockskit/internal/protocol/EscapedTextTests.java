package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import io.github.sockskit.HostAndPort;
import io.github.sockskit.auth.AuthException;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.SubNegotiation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class EscapedTextTests {

	private static final String FORGED = "a\r\n2026 ERROR \033[31mforged\0 \u202Eline\u2028\u0085";

	private static void assertFitForALog(String text) {
		assertThat(text.codePoints()).noneMatch((c) -> switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				true;
			default -> false;
		});
	}

	private static Address bound(byte... name) {
		return Address.decode(ByteBuffer.allocate(4 + name.length)
			.put(Address.NAME)
			.put((byte) name.length)
			.put(name)
			.putShort((short) 80)
			.array());
	}

	@Test
	void noByteOfABoundNameGetsThroughThatIsNotPrintable() {
		for (int value = 0; value < 256; value++) {
			Address address = bound((byte) 'x', (byte) value, (byte) 'y');
			assertFitForALog(address.host());
			assertFitForALog(address.toString());
			assertFitForALog(address.toSocketAddress().toString());
			assertThat(address.host()).startsWith("x").endsWith("y");
			if (value >= ' ' && value <= '~') {
				assertThat(address.host()).isEqualTo("x" + (char) value + "y");
			}
		}
	}

	@Test
	void aBoundNameIsWholeAsAResultAndCutInAMessage() {
		byte[] name = "n".repeat(255).getBytes();
		assertThat(bound(name).host()).isEqualTo("n".repeat(255));
		assertThat(bound(name)).hasToString("n".repeat(64) + "...:80");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "foo", "a b\\u{a}", "bücher.example", "例え.test", "„quoted“ – \uD83D\uDE00" })
	void printableTextStaysAsItIs(String text) {
		assertThat(EscapedText.of(text)).isEqualTo(text);
	}

	@Test
	void aCharacterThatIsNotPrintableIsShownByItsNumber() {
		assertThat(EscapedText.of("a\r\n\0\033\u007F\u0085\u00A0\u202E\u2066\u2028\uD800z"))
			.isEqualTo("a\\u{d}\\u{a}\\u{0}\\u{1b}\\u{7f}\\u{85}\\u{a0}\\u{202e}\\u{2066}\\u{2028}\\u{d800}z");
	}

	@Test
	void longTextIsCutBetweenCharacters() {
		assertThat(EscapedText.of("\uD83D\uDE00".repeat(64))).isEqualTo("\uD83D\uDE00".repeat(64));
		assertThat(EscapedText.of("\uD83D\uDE00".repeat(65))).isEqualTo("\uD83D\uDE00".repeat(64) + "...");
		assertThat(EscapedText.of("\n".repeat(100_000), 2)).isEqualTo("\\u{a}\\u{a}...");
	}

	@Test
	void aHostAndPortIsFitForALog() {
		assertFitForALog(new HostAndPort(FORGED, 80).toString());
		assertThat(new HostAndPort("n".repeat(255), 80)).hasToString("n".repeat(255) + ":80");
		assertThatIllegalArgumentException().isThrownBy(() -> new HostAndPort(FORGED, 70000))
			.satisfies((ex) -> assertFitForALog(ex.getMessage()));
	}

	@Test
	void theMessageOfAMethodIsFitForALog() {
		HandshakeException ex = catchThrowableOfType(HandshakeException.class, () -> Bytes.feed(
				new Socks5Handshake(List.of(new Quoting()), "proxy.example", Command.CONNECT, Address.of("foo", 80)),
				Bytes.of("05 80 01"), 2));
		assertThat(ex).hasMessageStartingWith("refused: a\\u{d}\\u{a}2026 ERROR");
		assertFitForALog(ex.getMessage());
		assertThat(ex.getMessage()).hasSizeLessThan(2000);
	}

	/** Quotes the proxy, as mechanisms of GSSAPI do. */
	private static final class Quoting implements AuthMethod, SubNegotiation {

		@Override
		public int number() {
			return 0x80;
		}

		@Override
		public SubNegotiation begin(String proxyHost) {
			return this;
		}

		@Override
		public ByteBuffer output() {
			return ByteBuffer.allocate(0);
		}

		@Override
		public int need() {
			return 1;
		}

		@Override
		public void feed(ByteBuffer in) throws AuthException {
			throw AuthException.refused(in.get(), "refused: " + FORGED + "x".repeat(60_000));
		}

	}

}
