package io.github.sockskit.autoconfigure;

import java.util.List;

import io.github.sockskit.autoconfigure.SocksProxyProperties.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DirectHostsTests {

	private static DirectHosts only(String entry) {
		return new DirectHosts(List.of(entry), Loopback.PROXY);
	}

	@ParameterizedTest(name = "{0} is {1}")
	@CsvSource(delimiter = '|', textBlock = """
			intra.example  | intra.example
			intra.example  | INTRA.Example
			intra.example  | intra.example.
			Intra.Example. | intra.example
			*.corp.example | a.corp.example
			.corp.example  | a.b.corp.example.
			my_host        | my_host
			10.0.0.1       | 10.0.0.1
			10.0.0.1       | ::ffff:10.0.0.1
			10.0.0.0/8     | 10.255.0.1
			10.1.2.3/8     | 10.255.0.1
			172.16.0.0/12  | 172.31.255.255
			0.0.0.0/0      | 192.0.2.1
			2001:db8::1    | [2001:DB8:0:0:0:0:0:1]
			[2001:db8::1]  | 2001:db8::1
			fd00::/8       | fdff::1
			fe80::/10      | fe80::1%eth0
			""")
	void matches(String entry, String host) {
		assertThat(only(entry).test(host)).isTrue();
	}

	@ParameterizedTest(name = "{0} is not {1}")
	@CsvSource(delimiter = '|', textBlock = """
			intra.example  | a.intra.example
			intra.example  | intra.example.org
			*.corp.example | corp.example
			.corp.example  | corp.example
			.corp.example  | evilcorp.example
			10.0.0.0/8     | 11.0.0.1
			10.0.0.0/8     | 10.0.0.1.example
			172.16.0.0/12  | 172.32.0.0
			0.0.0.0/0      | 2001:db8::1
			fd00::/8       | fe00::1
			10.0.0.0/8     | 10.1
			10.0.0.0/8     | 0x0a.0.0.1
			""")
	void doesNotMatch(String entry, String host) {
		assertThat(only(entry).test(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST.", "app.localhost", "127.0.0.1", "127.255.0.3", "::1", "[::1]",
			"0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "0.0.0.0", "::" })
	void loopbackIsDirectUnlessItIsSentToTheProxy(String host) {
		assertThat(new DirectHosts(List.of(), Loopback.DIRECT).test(host)).isTrue();
		assertThat(new DirectHosts(List.of("*.corp.example"), Loopback.PROXY).test(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost.example", "notlocalhost", "128.0.0.1", "::2", "127.0.0.1.example", "127.1" })
	void nothingElseIsLoopback(String host) {
		assertThat(new DirectHosts(List.of(), Loopback.DIRECT).test(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "fd00::/129", "intra.example/8", "10.0.0",
			"10.0.0.256", "127.*", "*", "foo*.example", "intra.example:8080", "http://intra.example", "bücher.example",
			"a b", "" })
	void refusesWhatItWouldNeverMatch(String entry) {
		assertThatExceptionOfType(SocksConfigurationException.class)
			.isThrownBy(() -> new DirectHosts(List.of("ok.example", entry), Loopback.DIRECT))
			.withMessageContaining("socks.proxy.non-proxy-hosts[1]")
			.withMessageContaining("'" + entry + "'");
	}

	@Test
	void describesItself() {
		assertThat(new DirectHosts(List.of("*.corp.example"), Loopback.DIRECT)).hasToString("loopback, *.corp.example");
		assertThat(new DirectHosts(List.of(), Loopback.PROXY)).hasToString("nothing");
	}

}
