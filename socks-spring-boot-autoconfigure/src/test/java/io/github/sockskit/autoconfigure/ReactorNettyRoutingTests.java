package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.sockskit.autoconfigure.WebClients.ReactorCustomizer;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientSsl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;
import reactor.core.publisher.Mono;

import static io.github.sockskit.autoconfigure.WebClients.get;
import static io.github.sockskit.autoconfigure.WebClients.webClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ReactorNettyRoutingTests {

	private static final String HTTP = "http://" + HttpTarget.NAME;

	private static final String HTTPS = "https://" + HttpTarget.NAME;

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@AutoClose
	static final HttpTarget https = HttpTarget.https();

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = WebClients.appThrough(proxy)
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
	void webClientReachesANameThatOnlyTheProxyKnows() {
		app.run((context) -> {
			assertThat(get(webClient(context), HTTP + "/hello")).isEqualTo("hello");
			assertAskedByName(80);
			assertThat(get(webClient(context), HTTPS + "/hello")).isEqualTo("hello");
			assertAskedByName(443);
			assertThat(https.serverNames()).containsExactly(HttpTarget.NAME);
		});
	}

	@Test
	void optimisticIsForOthersAndWebClientWaits() {
		app.withPropertyValues("socks.proxy.optimistic=true").run((context) -> {
			assertThat(get(webClient(context), HTTP + "/hello")).isEqualTo("hello");
			assertAskedByName(80);
		});
	}

	@Test
	void webClientSslReachesANameThatOnlyTheProxyKnows() {
		WebClients.appThrough(proxy).withPropertyValues(Certificates.bundle("target")).run((context) -> {
			WebClient client = context.getBean(WebClient.Builder.class)
				.apply(context.getBean(WebClientSsl.class).fromBundle("target"))
				.build();
			assertThat(get(client, HTTPS + "/hello")).isEqualTo("hello");
			assertAskedByName(443);
		});
	}

	@Test
	void httpServiceClientReachesANameThatOnlyTheProxyKnows() {
		app.withUserConfiguration(Services.class)
			.withPropertyValues("spring.http.serviceclient.reactive.base-url=" + HTTP)
			.run((context) -> {
				assertThat(context.getBean(ReactiveService.class).hello().block()).isEqualTo("hello");
				assertAskedByName(80);
			});
	}

	/** Reactor Netty has its own DNS client, which Boot's event loops bring along. */
	@Test
	void noNameOfATargetIsLookedUpHere() {
		assertThat(dnsQueries(app, true)).isEmpty();
		assertThat(proxy.connections()).isEqualTo(1);
	}

	@Test
	void namesAreLookedUpHereIfToldSo() {
		ApplicationContextRunner local = app.withPropertyValues("socks.proxy.dns=local")
			.withUserConfiguration(DeafDnsServer.class);
		assertThat(dnsQueries(local, false)).isNotEmpty();
		assertThat(proxy.connections()).isZero();
	}

	private static List<String> dnsQueries(ApplicationContextRunner app, boolean succeeds) {
		Logger logger = (Logger) LoggerFactory.getLogger("io.netty.resolver.dns");
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.setLevel(Level.DEBUG);
		logger.addAppender(log);
		try {
			app.run((context) -> {
				WebClient client = webClient(context);
				if (succeeds) {
					assertThat(get(client, HTTPS + "/hello")).isEqualTo("hello");
				}
				else {
					assertThatExceptionOfType(WebClientRequestException.class)
						.isThrownBy(() -> get(client, HTTPS + "/hello"))
						.withCauseInstanceOf(UnknownHostException.class);
				}
			});
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(null);
		}
		return log.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((message) -> message.contains(HttpTarget.NAME))
			.toList();
	}

	@Test
	void redirectsAreFollowedThroughTheProxyUnlessTheyAreSwitchedOff() {
		app.run((context) -> assertThat(get(webClient(context), HTTP + "/to/hello")).isEqualTo("hello"));
		assertThat(http.requests()).containsExactly(HttpTarget.NAME + "/to/hello", HttpTarget.NAME + "/hello");
		http.reset();
		app.withPropertyValues("spring.http.clients.redirects=dont-follow")
			.run((context) -> get(webClient(context), HTTP + "/to/hello"));
		assertThat(http.requests()).containsExactly(HttpTarget.NAME + "/to/hello");
	}

	@Test
	void literalsGoOutAsAddresses() {
		proxy.map("192.0.2.1", http.address());
		proxy.map("2001:db8::1", http.address());
		app.run((context) -> {
			assertThat(get(webClient(context), "http://192.0.2.1/hello")).isEqualTo("hello");
			assertThat(get(webClient(context), "http://[2001:db8::1]/hello")).isEqualTo("hello");
			assertThat(get(webClient(context), "http://[::ffff:c000:201]/hello")).isEqualTo("hello");
			assertThat(proxy.requests()).extracting(RecordedRequest::hostType)
				.containsExactly(HostType.IPV4, HostType.IPV6, HostType.IPV4);
			assertThat(proxy.requests()).extracting(RecordedRequest::host)
				.containsExactly("192.0.2.1", "2001:db8::1", "192.0.2.1");
		});
	}

	@Test
	void loopbackIsDirectUnlessToldOtherwise() {
		String uri = "http://localhost:" + http.port() + "/hello";
		app.run((context) -> assertThat(get(webClient(context), uri)).isEqualTo("hello"));
		assertThat(proxy.connections()).isZero();
		app.withPropertyValues("socks.proxy.loopback=proxy")
			.run((context) -> assertThat(get(webClient(context), uri)).isEqualTo("hello"));
		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("localhost");
	}

	@Test
	void hostsOfTheListAreDirect() {
		app.withPropertyValues("socks.proxy.loopback=proxy", "socks.proxy.non-proxy-hosts=127.0.0.0/8")
			.run((context) -> {
				assertThat(get(webClient(context), "http://127.0.0.1:" + http.port() + "/hello")).isEqualTo("hello");
				assertThat(proxy.connections()).isZero();
			});
	}

	@Test
	void socks4aAndSocks4WorkToo() {
		app.withPropertyValues("socks.proxy.version=socks4a", "socks.proxy.username=jane").run((context) -> {
			assertThat(get(webClient(context), HTTPS + "/hello")).isEqualTo("hello");
			RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
			assertThat(request.version()).isEqualTo(4);
			assertThat(request.host()).isEqualTo(HttpTarget.NAME);
			assertThat(request.username()).isEqualTo("jane");
		});
		app.withPropertyValues("socks.proxy.version=socks4", "socks.proxy.loopback=proxy").run((context) -> {
			assertThat(get(webClient(context), "http://localhost:" + http.port() + "/hello")).isEqualTo("hello");
			RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
			assertThat(request.version()).isEqualTo(4);
			assertThat(request.host()).isEqualTo("127.0.0.1");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "socks4", "socks4a" })
	void socks4IsNotAskedForAnIpv6Address(String version) {
		app.withPropertyValues("socks.proxy.version=" + version).run((context) -> {
			WebClient client = webClient(context);
			assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> get(client, "http://[2001:db8::1]/hello"))
				.withMessageContaining("no address here that SOCKS4");
			assertThat(proxy.connections()).isZero();
		});
	}

	@Test
	void connectionsAreReused() {
		ConnectionProvider pool = ConnectionProvider.create("of one connection", 1);
		ReactorCustomizer pooled = (builder) -> builder.withHttpClientFactory(() -> HttpClient.create(pool));
		app.withBean(ReactorCustomizer.class, () -> pooled).run((context) -> {
			get(webClient(context), HTTP + "/hello");
			get(webClient(context), HTTP + "/hello");
			assertThat(http.requests()).hasSize(2);
			assertThat(proxy.connections()).isEqualTo(1);
		});
		pool.dispose();
	}

	@Test
	void connectionsAreClosedWithTheContext() {
		app.run((context) -> {
			get(webClient(context), HTTP + "/hello");
			assertThat(proxy.openConnections()).isEqualTo(1);
		});
		Eventually.assertThat(proxy::openConnections, (open) -> open == 0);
	}

	@Test
	void withoutTheProxyTheApplicationIsAsBootMadeIt() {
		app.withPropertyValues("socks.proxy.enabled=false").run((context) -> {
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.toLowerCase().contains("socks"));
			assertThat(get(webClient(context), "http://localhost:" + http.port() + "/hello")).isEqualTo("hello");
			assertThat(proxy.connections()).isZero();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "reactive", types = ReactiveService.class, clientType = ClientType.WEB_CLIENT)
	static class Services {

	}

	/** The DNS client asks a port of this machine where nobody answers. */
	@Configuration(proxyBeanMethods = false)
	static class DeafDnsServer {

		@Bean
		ReactorCustomizer dnsServer() {
			return (builder) -> builder.withHttpClientCustomizer((client) -> client
				.resolver((dns) -> dns.queryTimeout(Duration.ofMillis(100)).dnsAddressResolverGroupProvider((netty) -> {
					InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
					return new DnsAddressResolverGroup(
							netty.nameServerProvider(new SingletonDnsServerAddressStreamProvider(server)));
				})));
		}

	}

	interface ReactiveService {

		@GetExchange("/hello")
		Mono<String> hello();

	}

}
