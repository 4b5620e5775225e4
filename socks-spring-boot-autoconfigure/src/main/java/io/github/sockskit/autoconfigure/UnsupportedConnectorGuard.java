package io.github.sockskit.autoconfigure;

import io.github.sockskit.autoconfigure.SocksProxyProperties.UnsupportedClients;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

/**
 * Stops what would silently go past the proxy: connectors that Boot builds on something
 * else than Reactor Netty. Changes nothing else.
 */
final class UnsupportedConnectorGuard implements ClientHttpConnectorBuilderCustomizer<ClientHttpConnectorBuilder<?>> {

	private final UnsupportedClients unsupportedClients;

	private final boolean chosen;

	/**
	 * @param chosen whether the application asks for a certain connector. Others are what
	 * the class path happens to offer; as many applications have no WebClient, they are
	 * refused when one is built.
	 */
	UnsupportedConnectorGuard(UnsupportedClients unsupportedClients, boolean chosen) {
		this.unsupportedClients = unsupportedClients;
		this.chosen = chosen;
	}

	@Override
	public ClientHttpConnectorBuilder<?> customize(ClientHttpConnectorBuilder<?> builder) {
		if (builder instanceof ReactorClientHttpConnectorBuilder) {
			return builder;
		}
		if (chosen) {
			refuse(builder);
			return builder;
		}
		return builder.withCustomizer((connector) -> refuse(builder));
	}

	private void refuse(ClientHttpConnectorBuilder<?> builder) {
		unsupportedClients.handle(SocksConfigurationException.unsupportedClient(
				"The application's WebClients are built by " + builder.getClass().getSimpleName(),
				"Use Reactor Netty: add io.projectreactor.netty:reactor-netty-http to the class path "
						+ "and do not set 'spring.http.clients.reactive.connector' to anything else."));
	}

}
