package io.github.sockskit;

import java.nio.file.Path;
import java.time.Duration;

import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.Gssapi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SocksProxyTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', nullValues = "-",
			textBlock = """
					socks5://127.0.0.1:8080                        | SOCKS5  | 127.0.0.1     | 8080 | -       | -      | 10000
					socks5://proxy.example                         | SOCKS5  | proxy.example | 1080 | -       | -      | 10000
					socks5h://proxy.example                        | SOCKS5  | proxy.example | 1080 | -       | -      | 10000
					SOCKS4A://proxy.example:1                      | SOCKS4A | proxy.example | 1    | -       | -      | 10000
					socks4://joe@proxy.example                     | SOCKS4  | proxy.example | 1080 | joe     | -      | 10000
					socks5://my_proxy:65535                        | SOCKS5  | my_proxy      | 65535 | -      | -      | 10000
					socks5://[::1]:9050                            | SOCKS5  | ::1           | 9050 | -       | -      | 10000
					socks5://[::1]                                 | SOCKS5  | ::1           | 1080 | -       | -      | 10000
					socks5://[fe80::1%25eth0]:9050                 | SOCKS5  | fe80::1%eth0  | 9050 | -       | -      | 10000
					socks5://bücher.example/                       | SOCKS5  | bücher.example | 1080 | -      | -      | 10000
					socks5://u1:p1@127.0.0.1:8080?timeout=2s       | SOCKS5  | 127.0.0.1     | 8080 | u1      | p1     | 2000
					socks5://key:@host                             | SOCKS5  | host          | 1080 | key     | ''     | 10000
					socks5://us%20er%40lab:p%C3%A4%3Ass%2Fw%25@host | SOCKS5 | host          | 1080 | us er@lab | pä:ss/w% | 10000
					socks5://u:p@ss:w@host                         | SOCKS5  | host          | 1080 | u       | p@ss:w | 10000
					socks5://u:wh?y@host?timeout=1m30s             | SOCKS5  | host          | 1080 | u       | wh?y   | 90000
					socks5://u:p+w@host                            | SOCKS5  | host          | 1080 | u       | p+w    | 10000
					socks5://host?timeout=300ms                    | SOCKS5  | host          | 1080 | -       | -      | 300
					socks5://host?timeout=1.5s                     | SOCKS5  | host          | 1080 | -       | -      | 1500
					socks5://host?timeout=1h                       | SOCKS5  | host          | 1080 | -       | -      | 3600000
					socks5://host?timeout=2000us                   | SOCKS5  | host          | 1080 | -       | -      | 2
					""")
	void isReadFromItsUri(String uri, SocksVersion version, String host, int port, String username, String password,
			long timeout) {
		SocksProxy proxy = SocksProxy.parse(uri);
		assertThat(proxy.version()).isEqualTo(version);
		assertThat(proxy.host()).isEqualTo(host);
		assertThat(proxy.port()).isEqualTo(port);
		assertThat(proxy.username()).isEqualTo(username);
		assertThat(proxy.password()).isEqualTo(password);
		assertThat(proxy.timeout()).isEqualTo(Duration.ofMillis(timeout));
		assertThat(proxy.hasTimeout()).isEqualTo(uri.contains("timeout"));
	}

	/** As curl writes it. */
	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					socks5://localhost/run/tor/socks                        | /run/tor/socks   | socks5://localhost/run/tor/socks
					socks5h://LOCALHOST/run/tor/socks?timeout=10s           | /run/tor/socks   | socks5://localhost/run/tor/socks
					socks4a://joe@localhost/a                               | /a               | socks4a://joe@localhost/a
					socks5://jane:s3cret@localhost/a%20b/%C3%A4%3F%40%25    | /a b/ä?@%        | socks5://jane:***@localhost/a%20b/%C3%A4%3F%40%25
					socks5://localhost/with:colon+plus                      | /with:colon+plus | socks5://localhost/with%3Acolon%2Bplus
					""")
	void aPathIsAUnixDomainSocket(String uri, String path, String shown) {
		SocksProxy proxy = SocksProxy.parse(uri);
		assertThat(proxy.path()).isEqualTo(Path.of(path));
		assertThat(proxy.host()).isEqualTo("localhost");
		assertThat(proxy.port()).isZero();
		assertThat(proxy.timeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(proxy).hasToString(shown);
		assertThat(proxy.withTimeout(Duration.ofSeconds(1)).path()).isEqualTo(Path.of(path));
		assertThat(proxy).isNotEqualTo(SocksProxy.builder(proxy.version(), Path.of("/other")).build())
			.isNotEqualTo(SocksProxy.builder(proxy.version(), "localhost", 1080).build());
	}

	@Test
	void aPathIsAbsoluteAndAnythingElseHasNone() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksProxy.builder(SocksVersion.SOCKS5, Path.of("run/tor/socks")))
			.withMessageContaining("absolute");
		assertThat(SocksProxy.parse("socks5://localhost/").path()).isNull();
		assertThat(SocksProxy.parse("socks5://localhost").path()).isNull();
		assertThat(SocksProxy.builder(SocksVersion.SOCKS5, Path.of("/a")).build())
			.isEqualTo(SocksProxy.parse("socks5://localhost/a"))
			.hasSameHashCodeAs(SocksProxy.parse("socks5://localhost/a"));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			http://u:s3cret@host                | scheme
			u:s3cret@host:1080                  | scheme
			socks5://                           | host
			socks5://u:s3cret@                  | host
			socks5://u:s3cret@:1080             | host
			socks5://u:s3cret@host:0            | port
			socks5://u:s3cret@host:65536        | port
			socks5://u:s3cret@host:             | port
			socks5://u:s3cret@host:10x          | port
			socks5://u:s3cret@::1               | brackets
			socks5://u:s3cret@host/path         | path
			socks5://u:s3cret@localhost:1080/path | no port
			socks5://u:s3cret@localhost/%       | path
			socks5://u:s3cret@localhost/%00     | path
			socks5://u:s3cret%40host            | port
			socks5://s3cret%40host              | host
			socks5://u:s3cret@127.1             | written out
			socks5://jane:s3]cret               | host
			socks5://jane:s3cret]               | host
			socks5://jane:s3cr]et:80            | host
			socks5://[jane:s3cret]:80           | host
			socks5://[s3cret]                   | host
			socks5://s3cret＠host               | host
			socks5://s3cret:70000               | port
			socks5://u:s3cret@host?x=a@b        | %3F
			socks5://u:s3cret@[fe80::1%25a:b]   | host
			socks5://s3cret@host                | password
			socks5://:s3cret@host               | username is empty
			socks5://@host                      | password
			socks4://u:s3cret@host              | password
			socks4a://u:s3cret@host             | password
			socks5://u:s3cret%@host             | %25
			socks5://u:s3cret%zz@host           | %25
			socks5://u:s3cret%ff@host           | UTF-8
			socks5://u:s3cret@host?timeout=5    | timeout
			socks5://u:s3cret@host?timeout=     | timeout
			socks5://u:s3cret@host?timeout=0s   | timeout
			socks5://u:s3cret@host?timeout=-1s  | timeout
			socks5://u:s3cret@host?timeout=1s1  | timeout
			socks5://u:s3cret@host?tiemout=5s   | one parameter
			socks5://u:s3cret@host?timeout=5s&timeout=6s | one parameter
			socks4://%00s3cret@host             | NUL
			""")
	void aWrongPartIsNamedAndNoSecretShown(String uri, String named) {
		assertThatIllegalArgumentException().isThrownBy(() -> SocksProxy.parse(uri))
			.withMessageContaining(named)
			.withMessageNotContaining("s3")
			.withNoCause();
	}

	@Test
	void overlongCredentialsAreRefusedByTheirBytesAndNotShown() {
		for (String uri : new String[] { "socks5://" + "é".repeat(128) + ":p@host",
				"socks5://u:" + "é".repeat(128) + "@host", "socks4://" + "é".repeat(128) + "@host" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> SocksProxy.parse(uri))
				.withMessageContaining("256 bytes")
				.withMessageNotContaining("é");
		}
		assertThat(SocksProxy.parse("socks5://" + "u".repeat(255) + ":" + "p".repeat(255) + "@host")).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65536 })
	void aPortOutOfRangeIsRefused(int port) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksProxy.builder(SocksVersion.SOCKS5, "host", port).build())
			.withMessageContaining("65535");
	}

	@Test
	void theBuilderChecksWhatTheUriDoes() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksProxy.builder(SocksVersion.SOCKS5, "h", 1).password("s3cret").build())
			.withMessageContaining("username")
			.withMessageNotContaining("s3cret");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksProxy.builder(SocksVersion.SOCKS5, "h", 1).timeout(Duration.ZERO).build())
			.withMessageContaining("timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> SocksProxy.builder(SocksVersion.SOCKS5, "", 1).build())
			.withMessageContaining("host");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			socks5://jane:s3cret@10.0.0.7:1081?timeout=5s | socks5://jane:***@10.0.0.7:1081
			socks5h://us%20er%40lab:s3cret@host           | socks5://us%20er%40lab:***@host:1080
			socks4a://joe@[::1]                           | socks4a://joe@[::1]:1080
			socks4://host                                 | socks4://host:1080
			""")
	void showsItselfAsUriWithoutThePassword(String uri, String shown) {
		assertThat(SocksProxy.parse(uri)).hasToString(shown);
	}

	@Test
	void isEqualToOneWithTheSameParts() {
		SocksProxy proxy = SocksProxy.parse("socks5://jane:s3cret@host?timeout=5s");
		assertThat(proxy)
			.isEqualTo(SocksProxy.builder(SocksVersion.SOCKS5, "host", 1080)
				.username("jane")
				.password("s3cret")
				.timeout(Duration.ofSeconds(5))
				.build())
			.hasSameHashCodeAs(SocksProxy.parse("socks5://jane:s3cret@host:1080?timeout=5s"));
		assertThat(proxy).isNotEqualTo(SocksProxy.parse("socks5://jane:other@host?timeout=5s"));
		assertThat(SocksProxy.parse("socks5://jane:s3cret@host").withTimeout(Duration.ofSeconds(5))).isEqualTo(proxy);
	}

	@Test
	void withMethodsItKeepsTheRest() {
		SocksProxy proxy = SocksProxy.parse("socks5://localhost/run/socks?timeout=5s").withMethods(method());
		assertThat(proxy).isEqualTo(SocksProxy.builder(SocksVersion.SOCKS5, Path.of("/run/socks"))
			.timeout(Duration.ofSeconds(5))
			.methods(method())
			.build());
		assertThat(proxy.withTimeout(Duration.ofSeconds(5))).isEqualTo(proxy);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksProxy.parse("socks5://jane:s3cret@host").withMethods(method()))
			.withMessageContaining("username or password and methods are set");
		assertThatIllegalArgumentException().isThrownBy(() -> SocksProxy.parse("socks4://host").withMethods(method()))
			.withMessageContaining("use socks5");
	}

	private static AuthMethod method() {
		return Gssapi.builder().build();
	}

}
