package io.github.sockskit.boot.test;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

/**
 * Has each request on Reactor Netty open a connection, for the same reason as
 * {@link FreshHttpComponentsConnections}.
 */
final class FreshReactorConnections implements ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> {

	@Override
	public ReactorClientHttpConnectorBuilder customize(ReactorClientHttpConnectorBuilder builder) {
		return builder.withHttpClientCustomizer((client) -> client.keepAlive(false));
	}

}
