package io.github.sockskit.benchmarks.contender;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/** Apache's asynchronous client, with the SOCKS of its own. */
final class HttpClient5Async implements GetClient {

	private static final int CONNECTIONS = 256;

	private final CloseableHttpAsyncClient client;

	private HttpClient5Async(CloseableHttpAsyncClient client) {
		this.client = client;
	}

	static HttpClient5Async of(ProxyAccess proxy) {
		Timeout timeout = Timeout.ofMilliseconds(ProxyAccess.TIMEOUT_MILLIS);
		IOReactorConfig.Builder reactor = IOReactorConfig.custom()
			.setSocksProxyAddress(proxy.address())
			.setSoTimeout(timeout);
		if (proxy.withPassword()) {
			reactor.setSocksProxyUsername(Authentication.USER).setSocksProxyPassword(Authentication.PASSWORD_OF_USER);
		}
		CloseableHttpAsyncClient client = HttpAsyncClients.custom()
			.setIOReactorConfig(reactor.build())
			.setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
				.setDnsResolver(new HttpClient5.NamesForTheProxy())
				.setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(timeout).build())
				.setMaxConnPerRoute(CONNECTIONS)
				.setMaxConnTotal(CONNECTIONS)
				.build())
			.disableAutomaticRetries()
			.build();
		client.start();
		return new HttpClient5Async(client);
	}

	@Override
	public void get(String host, int port) throws Exception {
		SimpleHttpRequest get = SimpleRequestBuilder.get(Gets.uri(host, port))
			.setHeader(Gets.CONNECTION, Gets.CLOSE)
			.build();
		Gets.requireOk(client.execute(get, null).get(ProxyAccess.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).getCode());
	}

	@Override
	public void close() throws IOException {
		client.close();
	}

}
