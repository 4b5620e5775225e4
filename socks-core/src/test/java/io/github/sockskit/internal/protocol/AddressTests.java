package io.github.sockskit.internal.protocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			foo                | 03 03 66 6f 6f 00 50
			foo.               | 03 04 66 6f 6f 2e 00 50
			a_b                | 03 03 61 5f 62 00 50
			1.example          | 03 09 31 2e 65 78 61 6d 70 6c 65 00 50
			1.2.3.4            | 01 01 02 03 04 00 50
			255.255.255.255    | 01 ff ff ff ff 00 50
			0.0.0.0            | 01 00 00 00 00 00 50
			::1                | 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 50
			[::1]              | 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 50
			2001:db8::7        | 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07 00 50
			::ffff:1.2.3.4     | 01 01 02 03 04 00 50
			bücher.example     | 03 15 78 6e 2d 2d 62 63 68 65 72 2d 6b 76 61 2e 65 78 61 6d 70 6c 65 00 50
			例え.test           | 03 10 78 6e 2d 2d 72 38 6a 7a 34 35 67 2e 74 65 73 74 00 50
			１.2.3.4            | 01 01 02 03 04 00 50
			""")
	void isEncodedAsTheSpecificationSays(String host, String encoded) {
		Address address = Address.of(host, 80);
		ByteBuffer out = ByteBuffer.allocate(address.encodedLength());
		assertThat(Bytes.shown(address.encode(out).flip())).isEqualTo(encoded);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.1", "2130706433", "0x7f000001", "0X7F000001", "a.0x", "0x7f.1", "010.0.0.1",
			"1.2.3.4.", "256.1.1.1", "1.2.3.4.5", "a.1" })
	void whatTheJdkMayTakeForAnotherAddressIsRefused(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(host, 80))
			.withMessageContaining(host)
			.withMessageContaining("ends in a number");
	}

	@Test
	void asSuchIsJudgedWhatIsSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of("127。1", 80))
			.withMessageContaining("ends in a number");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fe80::1%eth0", "[fe80::1%1]" })
	void aZoneIdIsRefused(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(host, 80)).withMessageContaining("zone id");
	}

	@Test
	void anAddressWithAZoneIdIsRefused() throws Exception {
		InetAddress scoped = Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 1);
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(scoped, 80)).withMessageContaining("zone id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "g::1", ".:1", "::1::", "example.org:80", "[::1", "::1]", "[foo]", "[]" })
	void whatIsNoIpv6AddressIsRefusedAndNotLookedUp(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(host, 80))
			.withMessageContaining("is no IPv6 address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a\0b", "a\nb", "a/b", "a@b", "a#b", "a%b", "a\\b", "a\u007Fb", "／example" })
	void aCharacterThatNoNameHasIsRefused(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(host, 80))
			.withMessageContaining("no host name can have")
			.satisfies((ex) -> assertThat(ex.getMessage().chars()).noneMatch(Character::isISOControl));
	}

	@ParameterizedTest
	@ValueSource(strings = { "straße.example", "ς.example", "a\u200Cb.example", "a\u200Db.example" })
	void aDeviationCharacterIsRefusedWithTheWayOut(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of(host, 80)).withMessageContaining("xn--");
	}

	@Test
	void aNameHasAtMost255Bytes() {
		assertThat(Address.of("a".repeat(255), 80).encodedLength()).isEqualTo(259);
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of("a".repeat(256), 80))
			.withMessageContaining("at most 255");
	}

	@ParameterizedTest
	@ValueSource(ints = { 256, 2000, 100_000 })
	void aLongNameIsRefusedWithoutTheWorkOfReadingIt(int length) {
		for (String host : new String[] { "ü".repeat(length), "a".repeat(length), ":".repeat(length) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> Address.of(host, 80))
				.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(500));
		}
	}

	@Test
	void anEmptyNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of("", 80)).withMessageContaining("empty");
	}

	@Test
	void anUnencodableNameIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.of("ü".repeat(70), 80))
			.withMessageContaining("no ASCII form");
	}

}
