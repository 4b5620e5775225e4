package io.github.sockskit.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Refuses imperative HTTP clients that cannot be routed, as
 * {@code socks.proxy.unsupported-clients} says; also where Apache HttpClient 5 is not on
 * the class path and Boot falls back to another one.
 */
@AutoConfiguration(after = SocksProxyAutoConfiguration.class, before = ImperativeHttpClientAutoConfiguration.class)
@Conditional(OnSocksProxy.ForAll.class)
@ConditionalOnClass(ClientHttpRequestFactoryBuilder.class)
public final class SocksUnsupportedRequestFactoryAutoConfiguration {

	@Bean
	UnsupportedRequestFactoryGuard socksUnsupportedRequestFactoryGuard(SocksProxyProperties properties) {
		return new UnsupportedRequestFactoryGuard(properties.unsupportedClients());
	}

}
