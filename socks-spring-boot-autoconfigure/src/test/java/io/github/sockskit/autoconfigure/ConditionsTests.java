package io.github.sockskit.autoconfigure;

import io.netty.handler.proxy.ProxyHandler;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each auto-configuration asks for no more than what it needs, and leaves out the rest.
 */
class ConditionsTests {

	private final ApplicationContextRunner app = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
				HttpServiceClientPropertiesAutoConfiguration.class, SocksProxyAutoConfiguration.class,
				SocksActuatorAutoConfiguration.class, SocksHttpComponentsAutoConfiguration.class,
				SocksUnsupportedRequestFactoryAutoConfiguration.class, SocksReactorNettyAutoConfiguration.class,
				SocksUnsupportedConnectorAutoConfiguration.class, SocksQualifiedGroupsAutoConfiguration.class,
				SocksQualifiedHttpClientAutoConfiguration.class, SocksQualifiedWebClientAutoConfiguration.class))
		.withPropertyValues("socks.proxy.host=proxy.example");

	private ApplicationContextRunner without(Class<?>... classes) {
		return app.withClassLoader(new FilteredClassLoader(classes));
	}

	@Test
	void everythingIsThereInModeAll() {
		app.run((context) -> assertThat(context).hasSingleBean(SocksHttpComponentsCustomizer.class)
			.hasSingleBean(UnsupportedRequestFactoryGuard.class)
			.hasSingleBean(SocksReactorNettyCustomizer.class)
			.hasSingleBean(UnsupportedConnectorGuard.class)
			.hasSingleBean(CredentialsSanitizingFunction.class)
			.doesNotHaveBean(QualifiedGroups.class)
			.doesNotHaveBean("socksRestClientBuilder")
			.doesNotHaveBean("socksWebClientBuilder"));
	}

	@Test
	void everythingIsThereInModeQualified() {
		app.withPropertyValues("socks.proxy.http.mode=qualified")
			.run((context) -> assertThat(context).hasBean("socksRestClientBuilder")
				.hasBean("socksClientHttpRequestFactoryBuilder")
				.hasBean("socksWebClientBuilder")
				.hasBean("socksClientHttpConnectorBuilder")
				.hasSingleBean(QualifiedGroups.class)
				.hasSingleBean(CredentialsSanitizingFunction.class)
				.doesNotHaveBean(UnsupportedRequestFactoryGuard.class)
				.doesNotHaveBean(UnsupportedConnectorGuard.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "socks.proxy.enabled=false", "socks.proxy.http.mode=none" })
	void noClientIsTouched(String property) {
		app.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(SocksHttpComponentsCustomizer.class)
				.doesNotHaveBean(SocksReactorNettyCustomizer.class)
				.doesNotHaveBean(UnsupportedRequestFactoryGuard.class)
				.doesNotHaveBean(UnsupportedConnectorGuard.class)
				.doesNotHaveBean(QualifiedGroups.class));
	}

	@Test
	void nothingIsMaskedWhenDisabledOrWithoutActuator() {
		app.withPropertyValues("socks.proxy.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SanitizingFunction.class));
		without(SanitizingFunction.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocksActuatorAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { HttpClient.class, ProxyHandler.class })
	void withoutReactorNettyThereIsOnlyTheGuard(Class<?> missing) {
		without(missing).run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(UnsupportedConnectorGuard.class)
			.doesNotHaveBean(SocksReactorNettyAutoConfiguration.class));
		without(missing).withPropertyValues("socks.proxy.http.mode=qualified")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("socksRestClientBuilder")
				.doesNotHaveBean(SocksQualifiedWebClientAutoConfiguration.class));
	}

	@Test
	void withoutHttpClient5ThereIsNoQualifiedRestClient() {
		without(PoolingHttpClientConnectionManagerBuilder.class).withPropertyValues("socks.proxy.http.mode=qualified")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("socksWebClientBuilder")
				.doesNotHaveBean(SocksQualifiedHttpClientAutoConfiguration.class));
	}

	@Test
	void withoutRestClientModuleThereIsStillARequestFactoryBuilder() {
		without(RestClientCustomizer.class).withPropertyValues("socks.proxy.http.mode=qualified")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("socksClientHttpRequestFactoryBuilder")
				.doesNotHaveBean("socksRestClientBuilder"));
	}

	@Test
	void withoutWebFluxThereIsNoQualifiedWebClient() {
		without(WebClient.class).withPropertyValues("socks.proxy.http.mode=qualified")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("socksRestClientBuilder")
				.doesNotHaveBean(SocksQualifiedWebClientAutoConfiguration.class));
	}

	@Test
	void withoutHttpClientsThereIsOnlyTheDialer() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SocksProxyAutoConfiguration.class,
					SocksActuatorAutoConfiguration.class, SocksHttpComponentsAutoConfiguration.class,
					SocksUnsupportedRequestFactoryAutoConfiguration.class, SocksReactorNettyAutoConfiguration.class,
					SocksUnsupportedConnectorAutoConfiguration.class, SocksQualifiedGroupsAutoConfiguration.class))
			.withPropertyValues("socks.proxy.host=proxy.example")
			.withClassLoader(
					new FilteredClassLoader(ClientHttpRequestFactoryBuilder.class, ClientHttpConnectorBuilder.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocksHttpComponentsAutoConfiguration.class)
				.doesNotHaveBean(SocksUnsupportedRequestFactoryAutoConfiguration.class)
				.doesNotHaveBean(SocksReactorNettyAutoConfiguration.class)
				.doesNotHaveBean(SocksUnsupportedConnectorAutoConfiguration.class));
	}

	@Test
	void aQualifiedBuilderOfTheApplicationWins() {
		RestClient.Builder rest = RestClient.builder();
		WebClient.Builder web = WebClient.builder();
		app.withPropertyValues("socks.proxy.http.mode=qualified")
			.withBean("socksRestClientBuilder", RestClient.Builder.class, () -> rest)
			.withBean("socksWebClientBuilder", WebClient.Builder.class, () -> web)
			.run((context) -> {
				assertThat(context).getBean("socksRestClientBuilder").isSameAs(rest);
				assertThat(context).getBean("socksWebClientBuilder").isSameAs(web);
			});
	}

}
