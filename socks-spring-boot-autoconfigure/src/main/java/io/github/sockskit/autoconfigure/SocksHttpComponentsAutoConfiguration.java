package io.github.sockskit.autoconfigure;

import io.github.sockskit.DnsMode;
import io.github.sockskit.SocksDialer;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.DetachedSocketFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Routes the clients that Spring Boot builds on Apache HttpClient 5:
 * {@code RestClient.Builder}, {@code RestTemplateBuilder}, HTTP service clients, and all
 * others that use the application's {@link ClientHttpRequestFactoryBuilder}.
 */
@AutoConfiguration(after = SocksProxyAutoConfiguration.class, before = ImperativeHttpClientAutoConfiguration.class)
@Conditional(OnSocksProxy.ForAll.class)
@ConditionalOnClass({ ClientHttpRequestFactoryBuilder.class, PoolingHttpClientConnectionManagerBuilder.class })
@ImportRuntimeHints(BuilderStateCopy.Hints.class)
public final class SocksHttpComponentsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DetachedSocketFactory socksDetachedSocketFactory(SocksDialer dialer) {
		return (ignored) -> dialer.socketFactory().createSocket();
	}

	@Bean
	SocksHttpComponentsCustomizer socksHttpComponentsCustomizer(SocksDialer dialer, DetachedSocketFactory sockets,
			DirectHosts directHosts, ObjectProvider<HttpClientSettings> settings) {
		settings.ifUnique((unique) -> requireNoFilterBesideRemoteDns(dialer, unique));
		DetachedSocketFactory dialed = new SocksSocketsOnly(sockets);
		return new SocksHttpComponentsCustomizer(() -> new SocksConnectionManagerBuilder(dialer, dialed, directHosts));
	}

	private static void requireNoFilterBesideRemoteDns(SocksDialer dialer, HttpClientSettings settings) {
		if (dialer.dns() == DnsMode.REMOTE && settings.inetAddressFilter() != null) {
			throw SocksConfigurationException.filterBesideRemoteDns("there is an InetAddressFilter");
		}
	}

	@Bean
	RoutedClients httpComponentsRoutedClients(SocksHttpComponentsCustomizer customizer,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> builder) {
		return () -> {
			// Created now even under lazy initialization, where a client that cannot be
			// routed has to stop the start, too.
			builder.getIfUnique();
			return customizer.isUsed() ? "RestClient, RestTemplate and HTTP service clients"
					: "no RestClient, as the application has its own ClientHttpRequestFactoryBuilder";
		};
	}

}
