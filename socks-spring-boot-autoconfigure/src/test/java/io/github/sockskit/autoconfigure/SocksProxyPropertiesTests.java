package io.github.sockskit.autoconfigure;

import java.time.Duration;

import io.github.sockskit.DnsMode;
import io.github.sockskit.HandshakeMode;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.autoconfigure.SocksProxyProperties.Http.Mode;
import io.github.sockskit.autoconfigure.SocksProxyProperties.Loopback;
import io.github.sockskit.autoconfigure.SocksProxyProperties.UnsupportedClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class SocksProxyPropertiesTests {

	private final MapConfigurationPropertySource source = new MapConfigurationPropertySource();

	private SocksProxyProperties bind() {
		return new Binder(source).bindOrCreate("socks.proxy", SocksProxyProperties.class);
	}

	@Test
	void nothingIsSetUnlessItIsSet() {
		assertThat(bind())
			.extracting(SocksProxyProperties::uri, SocksProxyProperties::version, SocksProxyProperties::host,
					SocksProxyProperties::port, SocksProxyProperties::username, SocksProxyProperties::password,
					SocksProxyProperties::connectTimeout)
			.containsOnlyNulls();
	}

	@Test
	void theRestHasDefaults() {
		SocksProxyProperties properties = bind();
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.dns()).isEqualTo(DnsMode.AUTO);
		assertThat(properties.handshake()).isEqualTo(HandshakeMode.ADAPTIVE);
		assertThat(properties.optimistic()).isFalse();
		assertThat(properties.nonProxyHosts()).isEmpty();
		assertThat(properties.loopback()).isEqualTo(Loopback.DIRECT);
		assertThat(properties.http().mode()).isEqualTo(Mode.ALL);
		assertThat(properties.http().groups()).isEmpty();
		assertThat(properties.through()).isEmpty();
		assertThat(properties.ssl().use()).isFalse();
		assertThat(properties.gssapi().use()).isFalse();
		assertThat(properties.unsupportedClients()).isEqualTo(UnsupportedClients.FAIL);
	}

	@Test
	void bindingIsRelaxed() {
		source.put("socks.proxy.version", "SOCKS-4a");
		source.put("socks.proxy.connect-timeout", "3s");
		source.put("socks.proxy.nonProxyHosts", "*.corp.example, 10.0.0.0/8");
		source.put("socks.proxy.optimistic", "TRUE");
		source.put("socks.proxy.http.mode", "Qualified");
		source.put("socks.proxy.http.groups[0]", "stocks");
		SocksProxyProperties properties = bind();
		assertThat(properties.version()).isEqualTo(SocksVersion.SOCKS4A);
		assertThat(properties.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
		assertThat(properties.nonProxyHosts()).containsExactly("*.corp.example", "10.0.0.0/8");
		assertThat(properties.optimistic()).isTrue();
		assertThat(properties.http().mode()).isEqualTo(Mode.QUALIFIED);
		assertThat(properties.http().groups()).containsExactly("stocks");
	}

	@ParameterizedTest
	@CsvSource({ "ssl.bundle=b, true, false", "ssl.enabled=true, true, false", "gssapi.enabled=true, false, true",
			"gssapi.protection=none, false, true", "gssapi.ticket-cache=/tmp/tickets, false, true",
			"ssl.bundle=, false, false", "gssapi.keytab=, false, false", "gssapi.ticket-cache=, false, false",
			"gssapi.principal=, false, false", "gssapi.service=, false, false", "through=, false, false" })
	void tlsAndGssapiAreUsedOnceAnythingOfThemIsSet(String property, boolean tls, boolean gssapi) {
		source.put("socks.proxy." + property.split("=")[0], property.substring(property.indexOf('=') + 1));
		assertThat(bind().ssl().use()).isEqualTo(tls);
		assertThat(bind().gssapi().use()).isEqualTo(gssapi);
		assertThat(bind().through()).isEmpty();
	}

	@Test
	void toStringShowsNoPassword() {
		source.put("socks.proxy.username", "jane");
		source.put("socks.proxy.password", "s3cret");
		source.put("socks.proxy.uri", "socks5://joe:s3cret@proxy.example:1080");
		source.put("socks.proxy.through[0]", "socks5://joe:s3cret@bastion.example");
		assertThat(bind()).asString()
			.contains("jane", "password=***", "socks5://***@proxy.example:1080", "[socks5://***@bastion.example]")
			.doesNotContain("s3cret");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			socks5://jane:s3cret@proxy.example:1080            | socks5://***@proxy.example:1080
			socks5://jane:s3cret@proxy.example:1080?timeout=5x | socks5://***@proxy.example:1080?timeout=5x
			socks5://jane:s3@cret@proxy.example                | socks5://***@proxy.example
			socks5://jane:s3/cret?@[::1]:1080                  | ***
			sox5://proxy.example:1080                          | sox5://proxy.example:1080
			proxy.example:1080                                 | proxy.example:1080
			jane:s3cret@proxy.example                          | ***@proxy.example
			socks5://jane:s3cret                               | ***
			socks5:jane:s3cret@proxy.example                   | ***@proxy.example
			socks5://proxy.example:1080/s3cret                 | ***
			socks5://localhost/run/tor/socks                   | socks5://localhost/run/tor/socks
			socks5://jane:s3cret@localhost/run/tor/socks       | socks5://***@localhost/run/tor/socks
			socks5://jane:localhost/s3cret                     | ***
			socks5://u:s3cret,1@a:1,socks5://u:s3cret@b:2      | socks5://***@b:2
			socks5://u:s3cret,1@a:1,socks5://u:s3cret          | ***
			socks5://proxy.example?password=s3cret&user=jane   | ***
			""")
	void redactedUrisShowWhatIsSurelyNoCredential(String uri, String redacted) {
		assertThat(SocksProxyProperties.redact(uri)).isEqualTo(redacted).doesNotContain("s3cret", "cret");
	}

}
