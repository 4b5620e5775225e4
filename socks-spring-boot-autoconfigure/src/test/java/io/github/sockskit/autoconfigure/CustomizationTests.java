package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientSsl;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application sets counts, with the proxy or instead of it.
 */
class CustomizationTests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@AutoClose
	static final HttpTarget https = HttpTarget.https();

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = Apps.appThrough(proxy);

	@BeforeEach
	void targets() {
		http.reset();
		proxy.map(HttpTarget.NAME, http.address());
		proxy.map(HttpTarget.NAME, 443, https.address());
	}

	@Test
	void bootsBuilderKeepsItsType() {
		app.run((context) -> assertThat(context).getBean(ClientHttpRequestFactoryBuilder.class)
			.isInstanceOf(HttpComponentsClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void customizersBeforeAndAfterOursCount() {
		app.withUserConfiguration(Customizers.class).run((context) -> {
			assertThat(get(restClient(context), URI)).isEqualTo("hello");
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).port()).isEqualTo(8081);
			assertThat(context.getBean(Customizers.class).seen).containsExactly("early client", "late client",
					"late connection");
		});
	}

	@Test
	void aTlsStrategyOfTheApplicationCounts() {
		app.withUserConfiguration(OwnTlsStrategy.class).run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(client, "https://" + HttpTarget.NAME + "/hello"))
				.withMessageContaining("my TLS");
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo(HttpTarget.NAME);
		});
	}

	@Test
	void aBundleGivenToASingleClientCounts() {
		app.withPropertyValues(Certificates.bundle("target")).run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class)
				.apply(context.getBean(RestClientSsl.class).fromBundle("target"))
				.build();
			assertThat(get(client, "https://" + HttpTarget.NAME + "/hello")).isEqualTo("hello");
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo(HttpTarget.NAME);
		});
	}

	@Test
	void aCustomizerOfAnotherClientIsNotInTheWay() {
		app.withUserConfiguration(JdkCustomizer.class)
			.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
	}

	@Test
	void aDialerOfTheApplicationIsUsed() {
		Apps.app()
			.withBean(SocksDialer.class, () -> SocksDialer.of(SocksProxy.parse("socks4a://127.0.0.1:" + proxy.port())))
			.run((context) -> {
				assertThat(get(restClient(context), URI)).isEqualTo("hello");
				assertThat(proxy.takeRequest(Duration.ofSeconds(5)).version()).isEqualTo(4);
			});
	}

	@Test
	void aSocketFactoryOfTheApplicationIsUsed() {
		DetachedSocketFactory own = (ignored) -> {
			throw new IOException("my sockets");
		};
		app.withBean(DetachedSocketFactory.class, () -> own).run((context) -> {
			RestClient client = restClient(context);
			assertThatException().isThrownBy(() -> get(client, URI)).withStackTraceContaining("my sockets");
		});
	}

	@Test
	void aSocketFactoryOfTheApplicationThatWouldGoPastTheProxyIsRefused() {
		app.withBean(DetachedSocketFactory.class, () -> (ignored) -> new Socket()).run((context) -> {
			RestClient client = restClient(context);
			assertThatException().isThrownBy(() -> get(client, URI)).withStackTraceContaining("past the SOCKS proxy");
			assertThat(proxy.connections()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http.mode=", "http.mode=all ", "enabled=true " })
	void anEmptyOrPaddedValueIsTheDefaultAndNotAWayPastTheProxy(String property) {
		app.withPropertyValues("socks.proxy." + property).run((context) -> {
			assertThat(get(restClient(context), URI)).isEqualTo("hello");
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo(HttpTarget.NAME);
		});
	}

	@Test
	void anEmptySwitchStopsTheStart() {
		app.withPropertyValues("socks.proxy.enabled=").run((context) -> assertThat(context).hasFailed());
	}

	/** Where loopback is direct, too: the target counts, not the hop before it. */
	@Test
	void anHttpProxyOnThisMachineIsNoWayPastTheProxy() {
		int httpProxy = http.port();
		app.withBean("httpProxy", ClientHttpRequestFactoryBuilderCustomizer.class, () -> viaHttpProxy(httpProxy))
			.run((context) -> {
				assertThat(get(restClient(context), URI)).isEqualTo("hello");
				RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
				assertThat(request.host()).isEqualTo("127.0.0.1");
				assertThat(request.port()).isEqualTo(httpProxy);
			});
	}

	private static ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> viaHttpProxy(
			int port) {
		return new ClientHttpRequestFactoryBuilderCustomizer<>() {

			@Override
			public HttpComponentsClientHttpRequestFactoryBuilder customize(
					HttpComponentsClientHttpRequestFactoryBuilder builder) {
				return builder.withHttpClientCustomizer((client) -> client.setProxy(new HttpHost("127.0.0.1", port)));
			}

		};
	}

	@Test
	void aBuilderOfTheApplicationIsLeftAlone() {
		app.withBean("own", ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilder::jdk)
			.run((context) -> {
				assertThat(context).getBean(ClientHttpRequestFactoryBuilder.class)
					.isInstanceOf(JdkClientHttpRequestFactoryBuilder.class);
				assertThat(context.getBean(RoutedClients.class).describe()).startsWith("no RestClient");
				assertThat(get(restClient(context), "http://127.0.0.1:" + http.port() + "/hello")).isEqualTo("hello");
			});
	}

	@Test
	void aRequestFactoryOfTheApplicationIsLeftAlone() {
		app.withBean(ClientHttpRequestFactory.class, SimpleClientHttpRequestFactory::new).run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class)
				.requestFactory(context.getBean(ClientHttpRequestFactory.class))
				.build();
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client, URI));
			assertThat(proxy.connections()).isZero();
		});
	}

	@Test
	void aRestTemplateBuilderOfTheApplicationIsLeftAlone() {
		app.withBean(RestTemplateBuilder.class,
				() -> new RestTemplateBuilder().requestFactory(SimpleClientHttpRequestFactory::new))
			.run((context) -> assertThat(context.getBean(RestTemplateBuilder.class).build().getRequestFactory())
				.isInstanceOf(SimpleClientHttpRequestFactory.class));
	}

	@Test
	void aBuildInsideABuildIsRefusedRatherThanConnectedDirectly() {
		app.withUserConfiguration(BuildInsideABuild.class)
			.run((context) -> assertThatException().isThrownBy(() -> restClient(context))
				.withStackTraceContaining("cannot be routed through the SOCKS proxy"));
	}

	@Test
	void inModeNoneNoClientIsRouted() {
		app.withPropertyValues("socks.proxy.http.mode=none").run((context) -> {
			assertThat(context).hasSingleBean(SocksDialer.class).doesNotHaveBean(SocksHttpComponentsCustomizer.class);
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client, URI));
			assertThat(proxy.connections()).isZero();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> early() {
			return (builder) -> builder
				.withConnectionManagerCustomizer((manager) -> manager.setSchemePortResolver((host) -> 8081))
				.withHttpClientCustomizer((client) -> seen.add("early client"));
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> late() {
			return (builder) -> builder
				.withConnectionManagerCustomizer((manager) -> manager.setSocketConfigResolver((route) -> {
					seen.add("late connection");
					return SocketConfig.DEFAULT;
				}))
				.withHttpClientCustomizer((client) -> seen.add("late client"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTlsStrategy {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> tls() {
			return (builder) -> builder
				.withTlsSocketStrategyFactory((bundle) -> (socket, target, port, attachment, context) -> {
					throw new IOException("my TLS");
				});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JdkCustomizer {

		@Bean
		ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> jdk() {
			return (builder) -> {
				throw new AssertionError("not for this client");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuildInsideABuild {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> nested(
				ObjectProvider<ClientHttpRequestFactoryBuilder<?>> other) {
			AtomicBoolean inside = new AtomicBoolean();
			return (builder) -> builder.withHttpClientCustomizer((client) -> {
				if (!inside.getAndSet(true)) {
					other.getObject().build(HttpClientSettings.defaults());
				}
			});
		}

	}

}
