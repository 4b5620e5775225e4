package io.github.sockskit.autoconfigure;

import javax.net.ssl.SSLServerSocketFactory;

import io.github.sockskit.Relay;
import io.github.sockskit.SocksConnectException;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.interop.PrivateAuthority;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.ResourceAccessException;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class TlsToTheProxyTests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension(
			SocksServer.builder().map(HttpTarget.NAME, http.address()));

	private static PrivateAuthority authority;

	@AutoClose
	static Relay tls13;

	@AutoClose
	static Relay ofAnotherHost;

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = Apps.app()
		.withPropertyValues("socks.proxy.host=127.0.0.1", "socks.proxy.port=" + tls13.address().getPort(),
				"spring.ssl.bundle.pem.proxy.truststore.certificate=" + authority.authorityPem())
		.withPropertyValues(Certificates.bundle("other"));

	@BeforeAll
	static void listen() throws Exception {
		authority = new PrivateAuthority();
		tls13 = relay(authority.serverSocketFactory());
		ofAnotherHost = relay(Certificates.server().getServerSocketFactory());
	}

	private static Relay relay(SSLServerSocketFactory factory) {
		return Relay.inTls(factory, "TLSv1.3", extension.server().address());
	}

	@BeforeEach
	void reset() {
		http.reset();
	}

	private static void assertRefused(AssertableApplicationContext context, String... said) {
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(restClient(context), URI))
			.havingCause()
			.isInstanceOf(HttpHostConnectException.class)
			.withMessageContaining("socks5://127.0.0.1:")
			.havingCause()
			.isInstanceOf(SocksConnectException.class)
			.satisfies((ex) -> assertThat(ex).hasMessageContainingAll(said));
		assertThat(http.requests()).isEmpty();
	}

	@Test
	void aBundleIsEnough() {
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy").run((context) -> {
			assertThat(get(restClient(context), URI)).isEqualTo("hello");
			assertThat(proxy.requests()).extracting(RecordedRequest::host, RecordedRequest::hostType)
				.containsExactly(tuple(HttpTarget.NAME, HostType.NAME));
		});
	}

	@Test
	void anAuthorityThatTheBundleDoesNotTrustIsRefused() {
		app.withPropertyValues("socks.proxy.ssl.bundle=other")
			.run((context) -> assertRefused(context, "authority that is trusted here"));
	}

	@Test
	void aCertificateOfAnotherHostIsRefused() {
		app.withPropertyValues("socks.proxy.ssl.bundle=other", "socks.proxy.port=" + ofAnotherHost.address().getPort())
			.run((context) -> assertRefused(context, "has to be issued for 127.0.0.1"));
	}

	@Test
	void withoutABundleTheJvmsAuthoritiesAreTrusted() {
		app.withPropertyValues("socks.proxy.ssl.enabled=true")
			.run((context) -> assertRefused(context, "authority that is trusted here"));
	}

	@Test
	void aBundleThatIsNotEnabledIsNotUsed() {
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy", "socks.proxy.ssl.enabled=false",
				"socks.proxy.port=" + proxy.port())
			.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
	}

	@Test
	void theProtocolsOfTheBundleCount() {
		String option = "spring.ssl.bundle.pem.proxy.options.enabled-protocols=";
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy", option + "TLSv1.2")
			.run((context) -> assertRefused(context, "protocol_version"));
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy", option + "TLSv1.3")
			.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
	}

	@Test
	void theCiphersOfTheBundleCount() {
		String option = "spring.ssl.bundle.pem.proxy.options.ciphers=";
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy", option + "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
			.run((context) -> assertRefused(context, "protocol_version"));
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy", option + "TLS_AES_256_GCM_SHA384")
			.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
	}

	@Test
	void aBundleThatIsReloadedCountsFromTheNextConnectionOn() {
		app.withPropertyValues("socks.proxy.ssl.bundle=other").run((context) -> {
			assertRefused(context, "authority that is trusted here");
			SslBundle proxys = context.getBean(SslBundles.class).getBundle("proxy");
			context.getBean(SslBundleRegistry.class).updateBundle("other", proxys);
			assertThat(get(restClient(context), URI)).isEqualTo("hello");
		});
	}

	@Test
	void connectionDetailsHaveABundleOfTheirOwn() {
		SslBundle bundle = SslBundle
			.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(authority.authorityPem())));
		app.withPropertyValues("socks.proxy.ssl.bundle=other")
			.withBean(SocksProxyConnectionDetails.class, () -> new Details(through(tls13.address().getPort()), bundle))
			.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
	}

	@Test
	void connectionDetailsWithoutABundleSpeakPlain() {
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy")
			.withBean(SocksProxyConnectionDetails.class, () -> () -> through(proxy.port()))
			.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
	}

	private static SocksProxy through(int port) {
		return SocksProxy.builder(SocksVersion.SOCKS5, "127.0.0.1", port).build();
	}

	@Test
	void aBundleThatIsNotThereStopsTheStart() {
		app.withPropertyValues("socks.proxy.ssl.bundle=poxy").run((context) -> {
			FailureAnalysis analysis = Apps.analysis(context);
			assertThat(analysis.getDescription())
				.isEqualTo("The configuration property 'socks.proxy.ssl.bundle' cannot be used: "
						+ "there is no SSL bundle 'poxy'.");
			assertThat(analysis.getAction())
				.isEqualTo("Correct the name, or describe the bundle under 'spring.ssl.bundle'.");
		});
	}

	@Test
	void anApplicationWithoutBundlesIsTold() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocksProxyAutoConfiguration.class))
			.withPropertyValues("socks.proxy.host=proxy.example", "socks.proxy.ssl.bundle=proxy")
			.run((context) -> assertThat(Apps.analysis(context).getDescription())
				.isEqualTo("The configuration property 'socks.proxy.ssl.bundle' cannot be used: "
						+ "the application has no SSL bundles."));
	}

	@Test
	void aBundleThatCannotBeReadStopsTheStart() {
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy",
				"spring.ssl.bundle.pem.proxy.truststore.certificate=file:/nonexistent/ca.pem")
			.run((context) -> assertThat(Apps.analysis(context).getDescription())
				.startsWith("The configuration property 'socks.proxy.ssl' cannot be used: ")
				.contains("file:/nonexistent/ca.pem"));
	}

	@Test
	void aCipherThatTheJvmDoesNotKnowStopsTheStart() {
		app.withPropertyValues("socks.proxy.ssl.bundle=proxy", "spring.ssl.bundle.pem.proxy.options.ciphers=ROT13")
			.run((context) -> assertThat(Apps.analysis(context).getDescription())
				.startsWith("The configuration property 'socks.proxy.ssl.bundle' cannot be used: ")
				.contains("ROT13"));
	}

	private record Details(SocksProxy getProxy, SslBundle getSslBundle) implements SocksProxyConnectionDetails {

	}

}
