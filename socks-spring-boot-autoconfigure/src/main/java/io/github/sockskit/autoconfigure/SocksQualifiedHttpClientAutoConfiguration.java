package io.github.sockskit.autoconfigure;

import io.github.sockskit.SocksDialer;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.DetachedSocketFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * In mode {@code qualified}: a {@code RestClient.Builder} that goes through the proxy for
 * those who ask for it with {@code @Qualifier("socks")}, and HTTP service groups that are
 * named in {@code socks.proxy.http.groups}. All other clients stay as Boot made them.
 * <p>
 * For everything else that is built with one, there is a
 * {@link ClientHttpRequestFactoryBuilder} with the same qualifier: a
 * {@code RestTemplateBuilder} takes it with {@code requestFactoryBuilder(builder)}.
 */
@AutoConfiguration(after = { SocksProxyAutoConfiguration.class, SocksQualifiedGroupsAutoConfiguration.class },
		before = ImperativeHttpClientAutoConfiguration.class)
@Conditional(OnSocksProxy.ForQualified.class)
@ConditionalOnClass({ ClientHttpRequestFactoryBuilder.class, PoolingHttpClientConnectionManagerBuilder.class })
@ImportRuntimeHints(BuilderStateCopy.Hints.class)
public final class SocksQualifiedHttpClientAutoConfiguration {

	/** Not a default candidate: Boot would apply it to all clients. */
	@Bean(defaultCandidate = false)
	@Qualifier("socks")
	SocksHttpComponentsCustomizer socksHttpComponentsCustomizer(SocksDialer dialer, DirectHosts directHosts,
			ObjectProvider<DetachedSocketFactory> socketFactory) {
		DetachedSocketFactory sockets = socketFactory
			.getIfUnique(() -> (ignored) -> dialer.socketFactory().createSocket());
		DetachedSocketFactory dialed = new SocksSocketsOnly(sockets);
		return new SocksHttpComponentsCustomizer(() -> new SocksConnectionManagerBuilder(dialer, dialed, directHosts));
	}

	@Bean(defaultCandidate = false)
	@Qualifier("socks")
	HttpComponentsClientHttpRequestFactoryBuilder socksClientHttpRequestFactoryBuilder(
			@Qualifier("socks") SocksHttpComponentsCustomizer socks,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers) {
		ClientHttpRequestFactoryBuilder<?> builder = SocksReactiveWebApplicationAutoConfiguration
			.customize(ClientHttpRequestFactoryBuilder.httpComponents(), customizers.orderedStream().toList());
		return socks.customize((HttpComponentsClientHttpRequestFactoryBuilder) builder);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientCustomizer.class)
	static class QualifiedRestClient {

		/** A mock server that a customizer binds to has to win, so these come last. */
		@Bean(defaultCandidate = false)
		@Qualifier("socks")
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		@ConditionalOnMissingBean(name = "socksRestClientBuilder")
		RestClient.Builder socksRestClientBuilder(
				@Qualifier("socks") HttpComponentsClientHttpRequestFactoryBuilder requestFactories,
				ObjectProvider<HttpClientSettings> settings, ObjectProvider<RestClientCustomizer> customizers) {
			RestClient.Builder builder = RestClient.builder()
				.requestFactory(requestFactories.build(settings.getIfAvailable(HttpClientSettings::defaults)));
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return builder;
		}

		@Bean
		RoutedClients qualifiedRestClientRoutedClients() {
			return () -> "RestClient with @Qualifier(\"socks\")";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientHttpServiceGroupConfigurer.class)
	@ConditionalOnBean(QualifiedGroups.class)
	static class QualifiedHttpServiceGroups {

		@Bean
		RestClientHttpServiceGroupConfigurer socksRestClientHttpServiceGroupConfigurer(QualifiedGroups qualified,
				@Qualifier("socks") HttpComponentsClientHttpRequestFactoryBuilder requestFactories) {
			return new RestClientHttpServiceGroupConfigurer() {

				/** After Boot's, which sets a request factory, and before customizers. */
				@Override
				public int getOrder() {
					return Ordered.HIGHEST_PRECEDENCE + 20;
				}

				@Override
				public void configureGroups(Groups<RestClient.Builder> groups) {
					groups.filter(qualified::contains)
						.forEachClient((group, client) -> client
							.requestFactory(requestFactories.build(qualified.route(group))));
				}

			};
		}

	}

}
