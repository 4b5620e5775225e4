package io.github.sockskit.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Refuses reactive HTTP clients that cannot be routed, as
 * {@code socks.proxy.unsupported-clients} says; also where Reactor Netty is not on the
 * class path and Boot falls back to another one.
 */
@AutoConfiguration(after = SocksProxyAutoConfiguration.class, before = ReactiveHttpClientAutoConfiguration.class)
@Conditional(OnSocksProxy.ForAll.class)
@ConditionalOnClass({ ClientHttpConnectorBuilder.class, ClientHttpConnector.class })
public final class SocksUnsupportedConnectorAutoConfiguration {

	@Bean
	UnsupportedConnectorGuard socksUnsupportedConnectorGuard(SocksProxyProperties properties, Environment environment) {
		return new UnsupportedConnectorGuard(properties.unsupportedClients(),
				environment.containsProperty("spring.http.clients.reactive.connector"));
	}

}
