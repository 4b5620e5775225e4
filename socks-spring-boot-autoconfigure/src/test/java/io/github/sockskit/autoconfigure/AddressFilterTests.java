package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.sockskit.SocksReplyException;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.http.client.FilteredHostException;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application's guard against requests to addresses that it must not reach (SSRF) is
 * not weakened because a proxy looks names up.
 */
class AddressFilterTests {

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	/** All goes to the proxy, also what the proxy itself would be able to reach. */
	private final ApplicationContextRunner app = Apps.appThrough(proxy)
		.withPropertyValues("socks.proxy.loopback=proxy");

	private final String localhost = "http://localhost:" + http.port() + "/hello";

	@BeforeEach
	void reset() {
		http.reset();
	}

	private void assertNothingWasSent() {
		assertThat(proxy.connections()).isZero();
		assertThat(http.requests()).isEmpty();
	}

	@Test
	void aForbiddenAddressOfANameIsNotSentToTheProxy() {
		app.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses).run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(FilteredHostException.class).isThrownBy(() -> get(client, localhost));
			assertNothingWasSent();
		});
	}

	@Test
	void aForbiddenLiteralIsNotSentToTheProxy() {
		app.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses).run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(FilteredHostException.class)
				.isThrownBy(() -> get(client, "http://127.0.0.1:" + http.port() + "/hello"));
			assertNothingWasSent();
		});
	}

	@Test
	void aForbiddenAddressIsNotConnectedToDirectlyEither() {
		Apps.appThrough(proxy)
			.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses)
			.run((context) -> {
				RestClient client = restClient(context);
				assertThatExceptionOfType(FilteredHostException.class).isThrownBy(() -> get(client, localhost));
				assertNothingWasSent();
			});
	}

	@Test
	void anAllowedAddressIsSentToTheProxyInsteadOfTheName() {
		app.withBean(InetAddressFilter.class, () -> InetAddressFilter.of("127.0.0.1")).run((context) -> {
			assertThat(get(restClient(context), localhost)).isEqualTo("hello");
			RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
			assertThat(request.hostType()).isEqualTo(HostType.IPV4);
			assertThat(request.host()).isEqualTo("127.0.0.1");
		});
	}

	@Test
	void aNameThatOnlyTheProxyKnowsIsRefusedAndADenyListSeesEveryAddress() throws UnknownHostException {
		proxy.map(HttpTarget.NAME, http.address());
		Set<InetAddress> denied = Set.of(InetAddress.getByName("192.0.2.7"));
		app.withBean(InetAddressFilter.class, () -> (address) -> !denied.contains(address)).run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(client, "http://" + HttpTarget.NAME + "/hello"))
				.withCauseInstanceOf(UnknownHostException.class);
			assertNothingWasSent();
		});
	}

	@Test
	void theProxysOwnAddressIsNotFiltered() {
		proxy.map("192.0.2.1", http.address());
		app.withBean(InetAddressFilter.class, () -> InetAddressFilter.of("192.0.2.1"))
			.run((context) -> assertThat(get(restClient(context), "http://192.0.2.1/hello")).isEqualTo("hello"));
	}

	@Test
	void aFilterOfASingleClientCountsForIt() {
		app.run((context) -> {
			RestTemplateBuilder builder = context.getBean(RestTemplateBuilder.class);
			RestTemplate guarded = builder
				.clientSettings((settings) -> settings.withInetAddressFilter(InetAddressFilter.externalAddresses()))
				.build();
			assertThatExceptionOfType(FilteredHostException.class)
				.isThrownBy(() -> guarded.getForObject(localhost, String.class));
			assertNothingWasSent();
			assertThat(builder.build().getForObject(localhost, String.class)).isEqualTo("hello");
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("localhost");
		});
	}

	@Test
	void aFilterOfASingleClientBesideRemoteDnsIsRefused() {
		app.withPropertyValues("socks.proxy.dns=remote").run((context) -> {
			RestTemplateBuilder builder = context.getBean(RestTemplateBuilder.class)
				.clientSettings((settings) -> settings.withInetAddressFilter(InetAddressFilter.externalAddresses()));
			assertThatExceptionOfType(SocksConfigurationException.class).isThrownBy(builder::build)
				.withMessage(
						"The configuration property 'socks.proxy.dns' cannot be used: 'remote' has the proxy look up all "
								+ "names, but a client has an InetAddressFilter or a DnsResolver of its own, which has to see addresses.");
		});
	}

	@Test
	void aDnsResolverOfTheApplicationIsAskedAndItsAnswerIsSent() {
		proxy.map("192.0.2.1", 80, http.address());
		app.withUserConfiguration(OwnDnsResolver.class).run((context) -> {
			assertThat(get(restClient(context), "http://" + HttpTarget.NAME + "/hello")).isEqualTo("hello");
			assertThat(context.getBean(OwnDnsResolver.class).asked).containsExactly(HttpTarget.NAME);
			assertThat(proxy.requests()).extracting(RecordedRequest::host).containsExactly("192.0.2.99", "192.0.2.1");
			assertThat(http.requests()).containsExactly(HttpTarget.NAME + "/hello");
		});
	}

	/** The request has been sent when the refusal shows. */
	@Test
	void anOptimisticDialIsForTheFirstAddressOnly() {
		proxy.map("192.0.2.1", 80, http.address());
		app.withPropertyValues("socks.proxy.optimistic=true")
			.withUserConfiguration(OwnDnsResolver.class)
			.run((context) -> {
				RestClient client = restClient(context);
				assertThatExceptionOfType(ResourceAccessException.class)
					.isThrownBy(() -> get(client, "http://" + HttpTarget.NAME + "/hello"))
					.withRootCauseInstanceOf(SocksReplyException.class);
				assertThat(proxy.requests()).extracting(RecordedRequest::host).containsExactly("192.0.2.99");
				assertThat(http.requests()).isEmpty();
			});
	}

	@Test
	void wrongCredentialsAreSentOnceThoughTheTargetHasTwoAddresses() {
		try (SocksServer strict = SocksServer.builder().credentials("jane", "right").start()) {
			Apps.appThrough(strict)
				.withPropertyValues("socks.proxy.username=jane", "socks.proxy.password=wrong")
				.withUserConfiguration(OwnDnsResolver.class)
				.run((context) -> {
					RestClient client = restClient(context);
					assertThatExceptionOfType(ResourceAccessException.class)
						.isThrownBy(() -> get(client, "http://" + HttpTarget.NAME + "/hello"));
					assertThat(strict.authentications()).isEqualTo(1);
				});
		}
	}

	@Test
	void socks4IsNotAskedForAnIpv6Address() {
		app.withPropertyValues("socks.proxy.version=socks4")
			.withUserConfiguration(Ipv6DnsResolver.class)
			.run((context) -> {
				RestClient client = restClient(context);
				assertThatExceptionOfType(ResourceAccessException.class)
					.isThrownBy(() -> get(client, "http://" + HttpTarget.NAME + "/hello"))
					.withCauseInstanceOf(UnknownHostException.class);
				assertNothingWasSent();
			});
	}

	private static InetSocketAddress address(String literal, int port) {
		return new InetSocketAddress(literal, port);
	}

	abstract static class Resolver implements DnsResolver {

		@Override
		public InetAddress[] resolve(String host) {
			throw new UnsupportedOperationException();
		}

		@Override
		public String resolveCanonicalHostname(String host) {
			return host;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDnsResolver {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> resolver() {
			return (builder) -> builder.withDnsResolver(new Resolver() {

				@Override
				public List<InetSocketAddress> resolve(String host, int port) {
					asked.add(host);
					return List.of(address("192.0.2.99", port), address("192.0.2.1", port));
				}

			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ipv6DnsResolver {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> resolver() {
			return (builder) -> builder.withDnsResolver(new Resolver() {

				@Override
				public List<InetSocketAddress> resolve(String host, int port) {
					return List.of(address("2001:db8::1", port));
				}

			});
		}

	}

}
