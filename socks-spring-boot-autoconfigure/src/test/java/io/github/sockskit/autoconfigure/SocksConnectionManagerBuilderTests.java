package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.time.Duration;

import io.github.sockskit.DnsMode;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Without Spring.
 */
class SocksConnectionManagerBuilderTests {

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	private final SocksDialer dialer = SocksDialer
		.of(SocksProxy.builder(SocksVersion.SOCKS5, proxy.host(), proxy.port()).build());

	@BeforeEach
	void targets() {
		proxy.map(HttpTarget.NAME, http.address());
	}

	private static String get(PoolingHttpClientConnectionManagerBuilder manager, String uri) throws IOException {
		try (CloseableHttpClient client = HttpClients.custom().setConnectionManager(manager.build()).build()) {
			return client.execute(new HttpGet(uri), (response) -> EntityUtils.toString(response.getEntity()));
		}
	}

	@Test
	void everythingGoesThroughTheProxy() throws IOException {
		PoolingHttpClientConnectionManagerBuilder manager = SocksConnectionManagerBuilder.create(dialer)
			.setMaxConnTotal(3);
		assertThat(get(manager, "http://" + HttpTarget.NAME + "/hello")).isEqualTo("hello");
		assertThat(get(manager, "http://localhost:" + http.port() + "/hello")).isEqualTo("hello");
		assertThat(proxy.requests()).extracting(RecordedRequest::host).containsExactly(HttpTarget.NAME, "localhost");
	}

	@Test
	void exceptWhatIsDirect() throws IOException {
		PoolingHttpClientConnectionManagerBuilder manager = SocksConnectionManagerBuilder.create(dialer,
				"127.0.0.1"::equals);
		assertThat(get(manager, "http://127.0.0.1:" + http.port() + "/hello")).isEqualTo("hello");
		assertThat(proxy.connections()).isZero();
	}

	@Test
	void aDialerForLocalLookUpsIsUsedAsItIs() throws IOException {
		PoolingHttpClientConnectionManagerBuilder manager = SocksConnectionManagerBuilder
			.create(dialer.withDns(DnsMode.LOCAL));
		assertThat(get(manager, "http://localhost:" + http.port() + "/hello")).isEqualTo("hello");
		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).hostType()).isEqualTo(HostType.IPV4);
	}

	@Test
	void anHttpProxyIsReachedThroughTheSocksProxy() throws IOException {
		try (CloseableHttpClient client = HttpClients.custom()
			.setConnectionManager(SocksConnectionManagerBuilder.create(dialer).build())
			.setProxy(new HttpHost(HttpTarget.NAME, 3128))
			.build()) {
			client.execute(new HttpGet("http://web.example/hello"), (response) -> response.getCode());
		}
		RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
		assertThat(request.host()).isEqualTo(HttpTarget.NAME);
		assertThat(request.port()).isEqualTo(3128);
		assertThat(http.requests()).contains("web.example/hello");
	}

	@Test
	void aResolverBesideRemoteDnsIsRefused() {
		PoolingHttpClientConnectionManagerBuilder manager = SocksConnectionManagerBuilder
			.create(dialer.withDns(DnsMode.REMOTE))
			.setDnsResolver(new TargetDnsResolver());
		assertThatIllegalStateException().isThrownBy(manager::build).withMessageContaining("use dns=auto");
	}

	@Test
	void anOptimisticDialerIsRefusedAsItsFailuresWouldBeRepeated() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksConnectionManagerBuilder.create(dialer.withOptimistic(true)))
			.withMessageContaining("use dialer.withOptimistic(false)");
	}

	@Test
	void theInheritedFactoryMethodDoesNotMakeDirectConnections() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(SocksConnectionManagerBuilder::create)
			.withMessageContaining("dialer");
	}

}
