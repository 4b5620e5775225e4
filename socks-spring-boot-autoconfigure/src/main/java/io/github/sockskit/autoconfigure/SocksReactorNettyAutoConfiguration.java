package io.github.sockskit.autoconfigure;

import io.github.sockskit.DnsMode;
import io.github.sockskit.SocksDialer;
import io.netty.handler.proxy.ProxyHandler;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Routes the clients that Spring Boot builds on Reactor Netty: {@code WebClient.Builder},
 * HTTP service clients on it, and all others that use the application's
 * {@link ClientHttpConnectorBuilder}.
 */
@AutoConfiguration(after = SocksProxyAutoConfiguration.class, before = ReactiveHttpClientAutoConfiguration.class)
@Conditional(OnSocksProxy.ForAll.class)
@ConditionalOnClass({ ClientHttpConnectorBuilder.class, ClientHttpConnector.class, HttpClient.class,
		ProxyHandler.class })
public final class SocksReactorNettyAutoConfiguration {

	@Bean
	SocksReactorNettyCustomizer socksReactorNettyCustomizer(SocksDialer dialer, DirectHosts directHosts,
			SocksProxyProperties properties, ObjectProvider<HttpClientSettings> settings) {
		HttpClientSettings defaults = settings.getIfAvailable();
		if (dialer.dns() == DnsMode.REMOTE && defaults != null && defaults.inetAddressFilter() != null) {
			throw SocksConfigurationException.filterBesideRemoteDns("there is an InetAddressFilter");
		}
		return new SocksReactorNettyCustomizer(dialer, directHosts, properties.unsupportedClients());
	}

	@Bean
	RoutedClients reactorNettyRoutedClients(SocksReactorNettyCustomizer customizer,
			ObjectProvider<ClientHttpConnectorBuilder<?>> builder) {
		return () -> {
			// Created now even under lazy initialization, to know who built it.
			builder.getIfUnique();
			return customizer.isUsed() ? "WebClient"
					: "no WebClient, as the application has its own ClientHttpConnectorBuilder";
		};
	}

}
