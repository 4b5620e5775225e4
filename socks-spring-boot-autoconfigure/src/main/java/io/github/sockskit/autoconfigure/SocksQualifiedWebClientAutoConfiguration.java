package io.github.sockskit.autoconfigure;

import java.util.List;

import io.github.sockskit.SocksDialer;
import io.netty.handler.proxy.ProxyHandler;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Scope;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * In mode {@code qualified}: a {@code WebClient.Builder} that goes through the proxy for
 * those who ask for it with {@code @Qualifier("socks")}, a
 * {@link ClientHttpConnectorBuilder} likewise, and HTTP service groups that are named in
 * {@code socks.proxy.http.groups}. All other clients stay as Boot made them.
 */
@AutoConfiguration(after = { SocksProxyAutoConfiguration.class, SocksQualifiedGroupsAutoConfiguration.class },
		before = ReactiveHttpClientAutoConfiguration.class)
@Conditional(OnSocksProxy.ForQualified.class)
@ConditionalOnClass({ ClientHttpConnectorBuilder.class, HttpClient.class, ProxyHandler.class, WebClient.class,
		WebClientCustomizer.class })
public final class SocksQualifiedWebClientAutoConfiguration {

	/** Not a default candidate: Boot would apply it to all clients. */
	@Bean(defaultCandidate = false)
	@Qualifier("socks")
	SocksReactorNettyCustomizer socksReactorNettyCustomizer(SocksDialer dialer, DirectHosts directHosts,
			SocksProxyProperties properties) {
		return new SocksReactorNettyCustomizer(dialer, directHosts, properties.unsupportedClients());
	}

	@Bean(defaultCandidate = false)
	@Qualifier("socks")
	ReactorClientHttpConnectorBuilder socksClientHttpConnectorBuilder(
			@Qualifier("socks") SocksReactorNettyCustomizer socks,
			ObjectProvider<ClientHttpConnectorBuilderCustomizer<?>> customizers) {
		return socks.customize(customize(ClientHttpConnectorBuilder.reactor(), customizers.orderedStream().toList()));
	}

	/** As Boot does it with the others. */
	@SuppressWarnings("unchecked")
	private static ReactorClientHttpConnectorBuilder customize(ReactorClientHttpConnectorBuilder reactor,
			List<ClientHttpConnectorBuilderCustomizer<?>> customizers) {
		ClientHttpConnectorBuilder<?>[] builder = { reactor };
		LambdaSafe.callbacks(ClientHttpConnectorBuilderCustomizer.class, customizers, reactor)
			.invoke((customizer) -> builder[0] = customizer.customize(builder[0]));
		return (ReactorClientHttpConnectorBuilder) builder[0];
	}

	/** A customizer of Boot's sets the connector of all others, so ours comes last. */
	@Bean(defaultCandidate = false)
	@Qualifier("socks")
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean(name = "socksWebClientBuilder")
	WebClient.Builder socksWebClientBuilder(@Qualifier("socks") ReactorClientHttpConnectorBuilder connectors,
			ObjectProvider<HttpClientSettings> settings, ObjectProvider<WebClientCustomizer> customizers) {
		WebClient.Builder builder = WebClient.builder();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.clientConnector(connectors.build(settings.getIfAvailable(HttpClientSettings::defaults)));
	}

	@Bean
	RoutedClients qualifiedWebClientRoutedClients() {
		return () -> "WebClient with @Qualifier(\"socks\")";
	}

	@Bean
	@ConditionalOnBean(QualifiedGroups.class)
	WebClientHttpServiceGroupConfigurer socksWebClientHttpServiceGroupConfigurer(QualifiedGroups qualified,
			@Qualifier("socks") ReactorClientHttpConnectorBuilder connectors) {
		return new WebClientHttpServiceGroupConfigurer() {

			/** After Boot's customizers, for the same reason. */
			@Override
			public int getOrder() {
				return 10;
			}

			@Override
			public void configureGroups(Groups<WebClient.Builder> groups) {
				groups.filter(qualified::contains)
					.forEachClient((group, client) -> client.clientConnector(connectors.build(qualified.route(group))));
			}

		};
	}

}
