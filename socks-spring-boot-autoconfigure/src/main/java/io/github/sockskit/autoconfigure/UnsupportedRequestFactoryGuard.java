package io.github.sockskit.autoconfigure;

import io.github.sockskit.autoconfigure.SocksProxyProperties.UnsupportedClients;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;

/**
 * Stops what would silently go past the proxy: clients that Boot builds on something else
 * than Apache HttpClient 5. Changes nothing.
 */
final class UnsupportedRequestFactoryGuard
		implements ClientHttpRequestFactoryBuilderCustomizer<ClientHttpRequestFactoryBuilder<?>> {

	private final UnsupportedClients unsupportedClients;

	UnsupportedRequestFactoryGuard(UnsupportedClients unsupportedClients) {
		this.unsupportedClients = unsupportedClients;
	}

	@Override
	public ClientHttpRequestFactoryBuilder<?> customize(ClientHttpRequestFactoryBuilder<?> builder) {
		if (!(builder instanceof HttpComponentsClientHttpRequestFactoryBuilder)) {
			unsupportedClients.handle(SocksConfigurationException.unsupportedClient(
					"The application's HTTP clients are built by " + builder.getClass().getSimpleName(),
					"Use Apache HttpClient 5: add org.apache.httpcomponents.client5:httpclient5 to the class path "
							+ "and do not set 'spring.http.clients.imperative.factory' to anything else."));
		}
		return builder;
	}

}
