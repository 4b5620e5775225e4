package io.github.sockskit.autoconfigure;

import java.net.SocketTimeoutException;
import java.time.Duration;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QualifiedClientsTests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	private final String localhost = "http://localhost:" + http.port();

	/** Were anything else routed, so would be localhost. */
	private final ApplicationContextRunner app = WebClients.appThrough(proxy)
		.withConfiguration(AutoConfigurations.of(SocksQualifiedGroupsAutoConfiguration.class,
				SocksQualifiedHttpClientAutoConfiguration.class, SocksQualifiedWebClientAutoConfiguration.class))
		.withPropertyValues("socks.proxy.http.mode=qualified", "socks.proxy.loopback=proxy");

	private final ApplicationContextRunner appWithGroups = app.withUserConfiguration(Services.class)
		.withPropertyValues("spring.http.serviceclient.first.base-url=" + localhost,
				"spring.http.serviceclient.second.base-url=" + localhost,
				"spring.http.serviceclient.reactive.base-url=" + localhost);

	@BeforeEach
	void targets() {
		proxy.map(HttpTarget.NAME, http.address());
	}

	private void assertAskedByName(String name) {
		RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
		assertThat(request.host()).isEqualTo(name);
		assertThat(request.hostType()).isEqualTo(HostType.NAME);
	}

	@Test
	void clientsThatNobodyQualifiedAreAsBootMadeThem() {
		app.run((context) -> {
			assertThat(Apps.get(Apps.restClient(context), localhost + "/hello")).isEqualTo("hello");
			RestTemplate template = context.getBean(RestTemplateBuilder.class).build();
			assertThat(template.getForObject(localhost + "/hello", String.class)).isEqualTo("hello");
			assertThat(WebClients.get(WebClients.webClient(context), localhost + "/hello")).isEqualTo("hello");
			assertThat(proxy.connections()).isZero();
		});
	}

	@Test
	void qualifiedClientsGoThroughTheProxy() {
		app.withUserConfiguration(Clients.class).run((context) -> {
			Clients clients = context.getBean(Clients.class);
			assertThat(Apps.get(clients.rest, URI)).isEqualTo("hello");
			assertAskedByName(HttpTarget.NAME);
			assertThat(clients.template.getForObject(URI, String.class)).isEqualTo("hello");
			assertAskedByName(HttpTarget.NAME);
			assertThat(WebClients.get(clients.web, URI)).isEqualTo("hello");
			assertAskedByName(HttpTarget.NAME);
		});
		Eventually.assertThat(proxy::openConnections, (open) -> open == 0);
	}

	@Test
	void oneBuilderPerInjection() {
		app.run((context) -> {
			assertThat(context.getBean("socksRestClientBuilder"))
				.isNotSameAs(context.getBean("socksRestClientBuilder"));
			assertThat(context.getBean("socksWebClientBuilder")).isNotSameAs(context.getBean("socksWebClientBuilder"));
		});
	}

	@Test
	void settingsAndCustomizersOfTheApplicationCountForQualifiedClientsToo() {
		RestClientCustomizer failing = (builder) -> builder.requestInterceptor((request, body, execution) -> {
			throw new IllegalStateException("customized");
		});
		app.withUserConfiguration(Clients.class)
			.withPropertyValues("spring.http.clients.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> Apps.get(context.getBean(Clients.class).rest, "http://" + HttpTarget.NAME + "/stall"))
				.withCauseInstanceOf(SocketTimeoutException.class));
		app.withUserConfiguration(Clients.class)
			.withBean(RestClientCustomizer.class, () -> failing)
			.run((context) -> assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> Apps.get(context.getBean(Clients.class).rest, URI))
				.withMessage("customized"));
	}

	@Test
	void namedGroupsGoThroughTheProxyAndOthersDoNot() {
		appWithGroups.withPropertyValues("socks.proxy.http.groups=first,reactive").run((context) -> {
			assertThat(context.getBean(SecondService.class).hello()).isEqualTo("hello");
			assertThat(proxy.connections()).isZero();
			assertThat(context.getBean(FirstService.class).hello()).isEqualTo("hello");
			assertAskedByName("localhost");
			assertThat(context.getBean(ReactiveService.class).hello().block()).isEqualTo("hello");
			assertAskedByName("localhost");
		});
	}

	@Test
	void theSettingsOfAGroupStay() {
		appWithGroups
			.withPropertyValues("socks.proxy.http.groups=first", "spring.http.serviceclient.first.read-timeout=200ms")
			.run((context) -> assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> context.getBean(FirstService.class).stall())
				.withCauseInstanceOf(SocketTimeoutException.class));
		assertAskedByName("localhost");
	}

	@Test
	void aGroupThatDoesNotExistStopsTheStart() {
		appWithGroups.withPropertyValues("socks.proxy.http.groups=first,frist").run((context) -> {
			FailureAnalysis analysis = Apps.analysis(context);
			assertThat(analysis.getDescription()).isEqualTo("The configuration property 'socks.proxy.http.groups[1]' "
					+ "cannot be used: there is no HTTP service group 'frist'.");
			assertThat(analysis.getAction())
				.isEqualTo("Name one of the application's groups: first, reactive, second.");
		});
		app.withPropertyValues("socks.proxy.http.groups=first")
			.run((context) -> assertThat(Apps.analysis(context).getAction())
				.isEqualTo("Remove it: the application has no HTTP service groups (@ImportHttpServices)."));
	}

	@Test
	void aGroupThatCannotBeRoutedStopsTheStart() {
		appWithGroups.withClassLoader(new FilteredClassLoader(HttpClient.class))
			.withPropertyValues("socks.proxy.http.groups=reactive")
			.run((context) -> assertThat(Apps.analysis(context).getDescription())
				.isEqualTo("The configuration property 'socks.proxy.http.groups[0]' cannot be used: the HTTP service "
						+ "group 'reactive' is built on a client that cannot be routed through the SOCKS proxy."));
	}

	@Test
	void inModeNoneThereIsOnlyTheDialer() {
		appWithGroups.withPropertyValues("socks.proxy.http.mode=none").run((context) -> {
			assertThat(context).hasSingleBean(SocksDialer.class);
			assertThat(context).doesNotHaveBean("socksRestClientBuilder");
			assertThat(Apps.get(Apps.restClient(context), localhost + "/hello")).isEqualTo("hello");
			assertThat(WebClients.get(WebClients.webClient(context), localhost + "/hello")).isEqualTo("hello");
			assertThat(context.getBean(FirstService.class).hello()).isEqualTo("hello");
			assertThat(proxy.connections()).isZero();
		});
	}

	@Test
	void inModeAllThereIsNothingToQualify() {
		appWithGroups.withPropertyValues("socks.proxy.http.mode=all").run((context) -> {
			assertThat(context).doesNotHaveBean("socksRestClientBuilder").doesNotHaveBean("socksWebClientBuilder");
			assertThat(context.getBean(SecondService.class).hello()).isEqualTo("hello");
			assertAskedByName("localhost");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Clients {

		private final RestClient rest;

		private final RestTemplate template;

		private final WebClient web;

		Clients(@Qualifier("socks") RestClient.Builder rest, RestTemplateBuilder template,
				@Qualifier("socks") ClientHttpRequestFactoryBuilder<?> requestFactories,
				@Qualifier("socks") WebClient.Builder web) {
			this.rest = rest.build();
			this.template = template.requestFactoryBuilder(requestFactories).build();
			this.web = web.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "first", types = FirstService.class)
	@ImportHttpServices(group = "second", types = SecondService.class)
	@ImportHttpServices(group = "reactive", types = ReactiveService.class, clientType = ClientType.WEB_CLIENT)
	static class Services {

	}

	interface FirstService {

		@GetExchange("/hello")
		String hello();

		@GetExchange("/stall")
		String stall();

	}

	interface SecondService {

		@GetExchange("/hello")
		String hello();

	}

	interface ReactiveService {

		@GetExchange("/hello")
		Mono<String> hello();

	}

}
