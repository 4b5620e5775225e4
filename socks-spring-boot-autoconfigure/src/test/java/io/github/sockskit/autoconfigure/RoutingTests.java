package io.github.sockskit.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.sockskit.SocksReplyException;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RoutingTests {

	private static final String HTTP = "http://" + HttpTarget.NAME;

	private static final String HTTPS = "https://" + HttpTarget.NAME;

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@AutoClose
	static final HttpTarget https = HttpTarget.https();

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = Apps.appThrough(proxy)
		.withPropertyValues(Certificates.bundle("target"))
		.withPropertyValues("spring.http.clients.ssl.bundle=target");

	@BeforeEach
	void targets() {
		http.reset();
		https.reset();
		proxy.map(HttpTarget.NAME, 80, http.address());
		proxy.map(HttpTarget.NAME, 443, https.address());
	}

	private void assertAskedByName(int port) {
		RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
		assertThat(request.host()).isEqualTo(HttpTarget.NAME);
		assertThat(request.hostType()).isEqualTo(HostType.NAME);
		assertThat(request.port()).isEqualTo(port);
	}

	@Test
	void restClientReachesANameThatOnlyTheProxyKnows() {
		app.run((context) -> {
			assertThat(get(restClient(context), HTTP + "/hello")).isEqualTo("hello");
			assertAskedByName(80);
			assertThat(get(restClient(context), HTTPS + "/hello")).isEqualTo("hello");
			assertAskedByName(443);
			assertThat(https.serverNames()).containsExactly(HttpTarget.NAME);
		});
	}

	@Test
	void restTemplateReachesANameThatOnlyTheProxyKnows() {
		app.run((context) -> {
			RestTemplateBuilder builder = context.getBean(RestTemplateBuilder.class);
			assertThat(builder.build().getForObject(HTTP + "/hello", String.class)).isEqualTo("hello");
			assertAskedByName(80);
			assertThat(builder.build().getForObject(HTTPS + "/hello", String.class)).isEqualTo("hello");
			assertAskedByName(443);
		});
	}

	@Test
	void httpServiceClientReachesANameThatOnlyTheProxyKnows() {
		app.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.plain.base-url=" + HTTP,
					"spring.http.serviceclient.secure.base-url=" + HTTPS)
			.run((context) -> {
				assertThat(context.getBean(PlainService.class).hello()).isEqualTo("hello");
				assertAskedByName(80);
				assertThat(context.getBean(SecureService.class).hello()).isEqualTo("hello");
				assertAskedByName(443);
			});
	}

	@Test
	void aCertificateForAnotherNameIsRefused() {
		proxy.map("other.only-proxy.invalid", https.address());
		app.run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(client, "https://other.only-proxy.invalid/hello"))
				.withMessageContaining("other.only-proxy.invalid");
			assertThat(https.requests()).isEmpty();
		});
	}

	@Test
	void aCertificateOfAnUnknownAuthorityIsRefused() {
		Apps.appThrough(proxy).run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client, HTTPS + "/hello"))
				.withMessageContaining("PKIX");
			assertThat(https.requests()).isEmpty();
		});
	}

	@Test
	void redirectsAreFollowedThroughTheProxyUnlessTheyAreSwitchedOff() {
		app.run((context) -> assertThat(get(restClient(context), HTTP + "/to/hello")).isEqualTo("hello"));
		assertThat(http.requests()).containsExactly(HttpTarget.NAME + "/to/hello", HttpTarget.NAME + "/hello");
		app.withPropertyValues("spring.http.clients.redirects=dont-follow")
			.run((context) -> assertThat(
					restClient(context).get().uri(HTTP + "/to/hello").retrieve().toBodilessEntity().getStatusCode())
				.isEqualTo(HttpStatus.FOUND));
	}

	@Test
	void literalsGoOutAsAddresses() {
		proxy.map("192.0.2.1", http.address());
		proxy.map("2001:db8::1", http.address());
		app.run((context) -> {
			assertThat(get(restClient(context), "http://192.0.2.1/hello")).isEqualTo("hello");
			assertThat(get(restClient(context), "http://[2001:db8::1]/hello")).isEqualTo("hello");
			assertThat(proxy.requests()).extracting(RecordedRequest::hostType)
				.containsExactly(HostType.IPV4, HostType.IPV6);
			assertThat(proxy.requests()).extracting(RecordedRequest::host).containsExactly("192.0.2.1", "2001:db8::1");
		});
	}

	@Test
	void loopbackIsDirectUnlessToldOtherwise() {
		String uri = "http://localhost:" + http.port() + "/hello";
		app.run((context) -> assertThat(get(restClient(context), uri)).isEqualTo("hello"));
		assertThat(proxy.connections()).isZero();
		app.withPropertyValues("socks.proxy.loopback=proxy")
			.run((context) -> assertThat(get(restClient(context), uri)).isEqualTo("hello"));
		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("localhost");
	}

	@Test
	void testRestTemplateReachesTheApplicationUnderTest() {
		app.run((context) -> {
			TestRestTemplate template = new TestRestTemplate(context.getBean(RestTemplateBuilder.class));
			String uri = "http://127.0.0.1:" + http.port() + "/hello";
			assertThat(template.getForObject(uri, String.class)).isEqualTo("hello");
			assertThat(proxy.connections()).isZero();
		});
	}

	@Test
	void hostsOfTheListAreDirect() {
		app.withPropertyValues("socks.proxy.loopback=proxy", "socks.proxy.non-proxy-hosts=127.0.0.0/8")
			.run((context) -> {
				assertThat(get(restClient(context), "http://127.0.0.1:" + http.port() + "/hello")).isEqualTo("hello");
				assertThat(proxy.connections()).isZero();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.1", "2130706433", "0x7f.0.0.1" })
	void whatOnlyLooksLikeAnAddressIsNeitherConnectedToNorSent(String host) {
		app.run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(client, "http://" + host + ":" + http.port() + "/hello"))
				.withMessageContaining(host)
				.havingCause()
				.isInstanceOf(HttpHostConnectException.class)
				.withCauseInstanceOf(IllegalArgumentException.class);
			assertThat(proxy.requests()).isEmpty();
			assertThat(http.requests()).isEmpty();
		});
	}

	@Test
	void socks4aAndSocks4WorkToo() {
		app.withPropertyValues("socks.proxy.version=socks4a", "socks.proxy.username=jane").run((context) -> {
			assertThat(get(restClient(context), HTTPS + "/hello")).isEqualTo("hello");
			RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
			assertThat(request.version()).isEqualTo(4);
			assertThat(request.host()).isEqualTo(HttpTarget.NAME);
			assertThat(request.username()).isEqualTo("jane");
		});
		app.withPropertyValues("socks.proxy.version=socks4", "socks.proxy.loopback=proxy").run((context) -> {
			assertThat(get(restClient(context), "http://localhost:" + http.port() + "/hello")).isEqualTo("hello");
			RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
			assertThat(request.version()).isEqualTo(4);
			assertThat(request.host()).isEqualTo("127.0.0.1");
		});
	}

	@Test
	void connectionsAreReused() {
		app.run((context) -> {
			RestClient client = restClient(context);
			get(client, HTTP + "/hello");
			get(client, HTTP + "/hello");
			assertThat(http.requests()).hasSize(2);
			assertThat(proxy.connections()).isEqualTo(1);
		});
	}

	@Test
	void poolsAreClosedWithTheContext() {
		app.run((context) -> {
			// Held: a client that is garbage takes its pool along.
			List<RestClient> clients = List.of(restClient(context), restClient(context));
			get(clients.get(0), HTTP + "/hello");
			get(clients.get(1), HTTPS + "/hello");
			assertThat(proxy.openConnections()).isEqualTo(2);
			assertThat(clients).hasSize(2);
		});
		Eventually.assertThat(proxy::openConnections, (open) -> open == 0);
	}

	@Test
	void aRefusalIsTriedOnceAndItsReasonSurvives() {
		proxy.misbehave(Misbehaviour.refuse(2));
		app.run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client, HTTP + "/hello"))
				.havingCause()
				.isInstanceOf(HttpHostConnectException.class)
				.withMessageContaining(HttpTarget.NAME)
				.withMessageContaining("ruleset")
				.havingCause()
				.isInstanceOf(SocksReplyException.class);
			assertThat(proxy.connections()).isEqualTo(1);
		});
	}

	@Test
	void withTheProxyDownNothingReachesTheTarget() {
		SocksServer down = SocksServer.start();
		down.close();
		Apps.app()
			.withPropertyValues("socks.proxy.host=127.0.0.1", "socks.proxy.port=" + down.port(),
					"socks.proxy.loopback=proxy")
			.run((context) -> {
				RestClient client = restClient(context);
				assertThatExceptionOfType(ResourceAccessException.class)
					.isThrownBy(() -> get(client, "http://localhost:" + http.port() + "/hello"))
					.havingCause()
					.isInstanceOf(HttpHostConnectException.class)
					.withMessageContaining("check that the proxy runs");
				assertThat(http.requests()).isEmpty();
			});
	}

	@Test
	void withoutTheProxyTheApplicationIsAsBootMadeIt() {
		app.withPropertyValues("socks.proxy.enabled=false").run((context) -> {
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.toLowerCase().contains("socks"));
			assertThat(get(restClient(context), "http://localhost:" + http.port() + "/hello")).isEqualTo("hello");
			assertThat(proxy.connections()).isZero();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "plain", types = PlainService.class)
	@ImportHttpServices(group = "secure", types = SecureService.class)
	static class Services {

	}

	interface PlainService {

		@GetExchange("/hello")
		String hello();

	}

	interface SecureService {

		@GetExchange("/hello")
		String hello();

	}

}
