package io.github.sockskit.boot.test;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;

/**
 * Has each request on Reactor Netty open a connection, for the same reason as
 * {@link FreshHttpComponentsConnections}. Asking the target to close is not enough: the
 * connection is back in the pool before that is seen, and the next request fails on it.
 */
final class FreshReactorConnections implements ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> {

	@Override
	public ReactorClientHttpConnectorBuilder customize(ReactorClientHttpConnectorBuilder builder) {
		return builder.withHttpClientCustomizer(
				(client) -> client.doOnRequest((request, connection) -> connection.markPersistent(false)));
	}

}
