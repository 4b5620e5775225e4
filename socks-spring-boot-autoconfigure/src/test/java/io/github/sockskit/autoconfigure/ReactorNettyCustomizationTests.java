package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.github.sockskit.autoconfigure.WebClients.ReactorCustomizer;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider.Proxy;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static io.github.sockskit.autoconfigure.WebClients.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application sets on its clients counts, or is refused.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactorNettyCustomizationTests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	/** All goes to the proxy, also what the proxy itself would be able to reach. */
	private final ApplicationContextRunner app = WebClients.appThrough(proxy)
		.withPropertyValues("socks.proxy.loopback=proxy");

	private final String localhost = "http://localhost:" + http.port() + "/hello";

	@BeforeEach
	void targets() {
		http.reset();
		proxy.map(HttpTarget.NAME, http.address());
	}

	private void assertNothingWasSent() {
		assertThat(proxy.connections()).isZero();
		assertThat(http.requests()).isEmpty();
	}

	private void assertRefusesLocalhost(WebClient client) {
		assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> get(client, localhost))
			.havingCause()
			.matches((cause) -> cause.getClass().getSimpleName().equals("FilteredHostException"));
		assertNothingWasSent();
	}

	private static ApplicationContextRunner customized(ApplicationContextRunner app, UnaryOperator<HttpClient> client) {
		return app.withBean(ReactorCustomizer.class, () -> (builder) -> builder.withHttpClientCustomizer(client));
	}

	private static WebClient webClient(ApplicationContext context, HttpClientSettings settings) {
		ClientHttpConnector connector = context.getBean(ClientHttpConnectorBuilder.class).build(settings);
		return WebClient.builder().clientConnector(connector).build();
	}

	@Test
	void aForbiddenAddressIsNotSentToTheProxy() {
		app.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses).run((context) -> {
			assertRefusesLocalhost(WebClients.webClient(context));
			assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(
					() -> get(WebClients.webClient(context), "http://[::ffff:7f00:1]:" + http.port() + "/hello"));
			assertNothingWasSent();
		});
	}

	@Test
	void aForbiddenAddressIsNotConnectedToDirectlyEither() {
		app.withPropertyValues("socks.proxy.loopback=direct")
			.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses)
			.run((context) -> assertRefusesLocalhost(WebClients.webClient(context)));
	}

	@Test
	void anAllowedAddressIsSentToTheProxyInsteadOfTheName() {
		app.withBean(InetAddressFilter.class, () -> InetAddressFilter.of("127.0.0.1")).run((context) -> {
			assertThat(get(WebClients.webClient(context), localhost)).isEqualTo("hello");
			RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
			assertThat(request.hostType()).isEqualTo(HostType.IPV4);
			assertThat(request.host()).isEqualTo("127.0.0.1");
		});
	}

	/** It would let an unresolved name pass. */
	@Test
	void aDenyListSeesEveryAddress() {
		Set<InetAddress> denied = Set.of(InetAddress.getLoopbackAddress());
		app.withBean(InetAddressFilter.class, () -> (address) -> !denied.contains(address))
			.run((context) -> assertRefusesLocalhost(WebClients.webClient(context)));
	}

	@Test
	void theProxysOwnAddressIsNotFiltered() {
		proxy.map("192.0.2.1", http.address());
		app.withBean(InetAddressFilter.class, () -> InetAddressFilter.of("192.0.2.1"))
			.run((context) -> assertThat(get(WebClients.webClient(context), "http://192.0.2.1/hello"))
				.isEqualTo("hello"));
	}

	@Test
	void aFilterOfASingleClientCountsForIt() {
		HttpClientSettings guarded = HttpClientSettings.defaults()
			.withInetAddressFilter(InetAddressFilter.externalAddresses());
		app.run((context) -> {
			assertRefusesLocalhost(webClient(context, guarded));
			assertThat(get(webClient(context, HttpClientSettings.defaults()), localhost)).isEqualTo("hello");
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("localhost");
		});
	}

	@Test
	void aFilterBesideRemoteDnsIsRefused() {
		ApplicationContextRunner remote = app.withPropertyValues("socks.proxy.dns=remote");
		remote.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses)
			.run((context) -> assertThat(Apps.analysis(context).getDescription()).isEqualTo(
					"The configuration property 'socks.proxy.dns' cannot be used: 'remote' has the proxy look up all names, "
							+ "but there is an InetAddressFilter, which has to see addresses."));
		HttpClientSettings guarded = HttpClientSettings.defaults()
			.withInetAddressFilter(InetAddressFilter.externalAddresses());
		remote.run((context) -> assertThatExceptionOfType(SocksConfigurationException.class)
			.isThrownBy(() -> webClient(context, guarded))
			.withMessageContaining("a WebClient has an InetAddressFilter"));
	}

	@Test
	void aSelectorOfTheApplicationSeesAddresses() {
		List<Object> seen = new CopyOnWriteArrayList<>();
		customized(app, (client) -> client.resolvedAddressesSelector((config, addresses) -> {
			seen.addAll(addresses);
			return addresses;
		})).run((context) -> assertThat(get(WebClients.webClient(context), localhost)).isEqualTo("hello"));
		assertThat(seen).containsExactly(new InetSocketAddress("127.0.0.1", http.port()));
		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("127.0.0.1");
	}

	@Test
	void aResolverOfTheApplicationIsAskedAndItsAnswerIsSent() {
		proxy.map("192.0.2.1", http.address());
		OwnResolver own = new OwnResolver();
		customized(app, (client) -> client.resolver(own))
			.run((context) -> assertThat(get(WebClients.webClient(context), URI)).isEqualTo("hello"));
		assertThat(own.asked).containsExactly(HttpTarget.NAME);
		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("192.0.2.1");
		assertThat(http.requests()).containsExactly(HttpTarget.NAME + "/hello");
	}

	@Test
	void theResolverOfTheJdkIsNobodysOwn() {
		customized(app, (client) -> client.resolver(DefaultAddressResolverGroup.INSTANCE))
			.run((context) -> assertThat(get(WebClients.webClient(context), URI)).isEqualTo("hello"));
		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo(HttpTarget.NAME);
	}

	@Test
	void aProxyOfTheApplicationIsRefused() {
		customized(app, ReactorNettyCustomizationTests::ownProxy)
			.run((context) -> assertThatExceptionOfType(Exception.class).isThrownBy(() -> WebClients.webClient(context))
				.havingRootCause()
				.isInstanceOf(SocksConfigurationException.class)
				.withMessageContaining("has a proxy of its own"));
		assertNothingWasSent();
	}

	@Test
	void aProxyOfTheApplicationIsLeftAloneWithAWarning(CapturedOutput output) {
		try (SocksServer own = SocksServer.builder().map("192.0.2.2", http.address()).start()) {
			customized(app, (client) -> client.proxy((spec) -> spec.type(Proxy.SOCKS5).socketAddress(own.address())))
				.withPropertyValues("socks.proxy.unsupported-clients=warn")
				.run((context) -> assertThat(get(WebClients.webClient(context), "http://192.0.2.2/hello"))
					.isEqualTo("hello"));
			assertThat(output).contains("has a proxy of its own");
			assertThat(proxy.connections()).isZero();
			assertThat(own.connections()).isEqualTo(1);
		}
	}

	private static HttpClient ownProxy(HttpClient client) {
		return client.proxy((spec) -> spec.type(Proxy.HTTP).host("127.0.0.1").port(3128));
	}

	@Test
	void proxiesOfTheSystemPropertiesDoNotCount() {
		app.withSystemProperties("http.proxyHost=127.0.0.1", "http.proxyPort=1")
			.run((context) -> assertThat(get(WebClients.webClient(context), URI)).isEqualTo("hello"));
		app.withSystemProperties("socksProxyHost=127.0.0.1", "socksProxyPort=1")
			.run((context) -> assertThat(get(WebClients.webClient(context), URI)).isEqualTo("hello"));
		assertThat(proxy.connections()).isEqualTo(2);
		customized(app, ReactorNettyCustomizationTests::ownProxy)
			.withSystemProperties("http.proxyHost=127.0.0.1", "http.proxyPort=1")
			.run((context) -> assertThatExceptionOfType(Exception.class)
				.isThrownBy(() -> WebClients.webClient(context)));
	}

	@Test
	void credentialsThatNettyWouldSpoilAreRefused() {
		app.withPropertyValues("socks.proxy.username=jane", "socks.proxy.password=pässword")
			.run((context) -> assertThatExceptionOfType(Exception.class).isThrownBy(() -> WebClients.webClient(context))
				.havingRootCause()
				.isInstanceOf(SocksConfigurationException.class)
				.withMessageContaining("not ASCII")
				.withMessageNotContaining("pässword"));
	}

	@Test
	void aConnectorBuilderOfTheApplicationIsLeftAlone() {
		app.withBean("own", ClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk).run((context) -> {
			assertThat(get(WebClients.webClient(context), localhost)).isEqualTo("hello");
			assertThat(proxy.connections()).isZero();
		});
	}

	/** Knows one address of all names. */
	private static final class OwnResolver extends AddressResolverGroup<InetSocketAddress> {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		@Override
		protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
			return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {

				@Override
				protected void doResolve(String name, Promise<InetAddress> promise) {
					throw new UnsupportedOperationException();
				}

				@Override
				protected void doResolveAll(String name, Promise<List<InetAddress>> promise)
						throws UnknownHostException {
					asked.add(name);
					promise.setSuccess(List.of(InetAddress.getByName("192.0.2.1")));
				}

			});
		}

	}

}
