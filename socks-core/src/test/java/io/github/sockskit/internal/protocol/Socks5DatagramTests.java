package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class Socks5DatagramTests {

	private static final String DATA = " 68 65 6c 6c 6f";

	private static Socks5Datagram decode(String datagram) {
		return Socks5Datagram.decode(ByteBuffer.wrap(Bytes.of(datagram)));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			127.0.0.1   | 00 00 00 01 7f 00 00 01 00 35
			::1         | 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 35
			a           | 00 00 00 03 01 61 00 35
			dns.example | 00 00 00 03 0b 64 6e 73 2e 65 78 61 6d 70 6c 65 00 35
			""")
	void theHeaderOfADestinationIsThatOfItAsAnOrigin(String host, String header) {
		Address address = Address.of(host, 53);
		Socks5Datagram sent = new Socks5Datagram(address, ByteBuffer.wrap(Bytes.of(DATA)));
		assertThat(Bytes.shown(ByteBuffer.wrap(sent.encode()))).isEqualTo(header + DATA);
		assertThat(Bytes.shown(ByteBuffer.wrap(sent.encode()))).as("again").isEqualTo(header + DATA);

		Socks5Datagram received = decode(header + DATA);
		assertThat(received.address()).isEqualTo(address);
		assertThat(Bytes.shown(received.data())).isEqualTo(DATA.strip());
		assertThat(decode(header).data().remaining()).as("no data").isZero();

		byte[] bytes = Bytes.of(header + DATA);
		for (int cut = 0; cut < bytes.length - 5; cut++) {
			assertThat(Socks5Datagram.decode(ByteBuffer.wrap(Arrays.copyOf(bytes, cut)))).as("cut at %d", cut).isNull();
		}
	}

	@Test
	void onlyWhatIsBetweenPositionAndLimitIsRead() {
		byte[] bytes = Bytes.of("ff ff 00 00 00 01 7f 00 00 01 00 35 68 69 ff");
		Socks5Datagram received = Socks5Datagram.decode(ByteBuffer.wrap(bytes, 2, 12));
		assertThat(received.address()).hasToString("127.0.0.1:53");
		assertThat(Bytes.shown(received.data())).isEqualTo("68 69");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			fragment 1           | 00 00 01 01 7f 00 00 01 00 35
			last fragment        | 00 00 80 01 7f 00 00 01 00 35
			fragment 127         | 00 00 7f 01 7f 00 00 01 00 35
			address type 0       | 00 00 00 00 7f 00 00 01 00 35
			address type 2       | 00 00 00 02 7f 00 00 01 00 35
			address type 255     | 00 00 00 ff 7f 00 00 01 00 35
			name of length 0     | 00 00 00 03 00 00 35
			longer than it says  | 00 00 00 03 ff 61 00 35
			a reply of the proxy | 05 00 00 01 7f 00 00 01
			""")
	void whatIsNoWholeDatagramIsDropped(String name, String datagram) {
		assertThat(decode(datagram)).isNull();
		if (!name.startsWith("longer") && !name.startsWith("a reply")) {
			assertThat(decode(datagram + DATA)).isNull();
		}
	}

	@Test
	void aMappedAddressIsTheIpv4AddressThatItMeans() {
		String prefix = "00 00 00 04 00 00 00 00 00 00 00 00 00 00 ";
		assertThat(decode(prefix + "ff ff 7f 00 00 01 00 35" + DATA).address()).isEqualTo(Address.of("127.0.0.1", 53));
		assertThat(decode(prefix + "ff fe 7f 00 00 01 00 35" + DATA).address().isIpv4()).isFalse();
	}

	@Test
	void theReservedBytesDoNotCount() {
		assertThat(decode("ff ff 00 01 7f 00 00 01 00 35" + DATA).address()).hasToString("127.0.0.1:53");
	}

	@Test
	void aNameMayHave255Bytes() {
		String name = HexFormat.ofDelimiter(" ").formatHex("x".repeat(255).getBytes());
		Socks5Datagram received = decode("00 00 00 03 ff " + name + " 00 35" + DATA);
		assertThat(received.address().host()).isEqualTo("x".repeat(255));
		assertThat(Bytes.shown(received.data())).isEqualTo(DATA.strip());
	}

	@Test
	void theOverheadIsThatOfTheLongestAddressOfAType() {
		assertThat(Socks5Datagram.overhead(Address.of("127.0.0.1", 53))).isEqualTo(10);
		assertThat(Socks5Datagram.overhead(Address.of("::1", 53))).isEqualTo(22);
		assertThat(Socks5Datagram.overhead(Address.of("a", 53))).isEqualTo(262);
	}

}
