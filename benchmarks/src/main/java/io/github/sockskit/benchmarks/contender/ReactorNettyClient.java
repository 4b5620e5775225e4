package io.github.sockskit.benchmarks.contender;

import java.time.Duration;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/** Reactor Netty's client, waited for. */
final class ReactorNettyClient implements GetClient {

	private final HttpClient client;

	private ReactorNettyClient(HttpClient client) {
		this.client = client;
	}

	static ReactorNettyClient of(ProxyAccess proxy) {
		return new ReactorNettyClient(
				HttpClient.create(ConnectionProvider.newConnection()).keepAlive(false).proxy(spec -> {
					ProxyProvider.Builder socks = spec.type(ProxyProvider.Proxy.SOCKS5)
						.socketAddress(proxy.address())
						.connectTimeoutMillis(ProxyAccess.TIMEOUT_MILLIS);
					if (proxy.withPassword()) {
						socks.username(Authentication.USER).password(user -> Authentication.PASSWORD_OF_USER);
					}
				}));
	}

	@Override
	public void get(String host, int port) {
		Integer status = client.get()
			.uri(Gets.uri(host, port))
			.responseSingle((response, body) -> body.thenReturn(response.status().code()))
			.block(Duration.ofMillis(ProxyAccess.TIMEOUT_MILLIS));
		Gets.requireOk((status != null) ? status : 0);
	}

}
