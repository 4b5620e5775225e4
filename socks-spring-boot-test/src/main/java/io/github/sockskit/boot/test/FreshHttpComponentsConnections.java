package io.github.sockskit.boot.test;

import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;

/**
 * Has each request on Apache HttpClient open a connection, so that the server records
 * each one. From a pool, a test could get the connection that an earlier test opened.
 */
final class FreshHttpComponentsConnections
		implements ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> {

	@Override
	public HttpComponentsClientHttpRequestFactoryBuilder customize(
			HttpComponentsClientHttpRequestFactoryBuilder builder) {
		return builder.withHttpClientCustomizer(
				(client) -> client.setConnectionReuseStrategy((request, response, context) -> false));
	}

}
