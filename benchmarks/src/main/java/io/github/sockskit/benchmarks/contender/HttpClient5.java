package io.github.sockskit.benchmarks.contender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.github.sockskit.autoconfigure.SocksConnectionManagerBuilder;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** Apache's classic client, on the JDK's SOCKS socket or on ours. */
final class HttpClient5 implements GetClient {

	/** As many as any measure has threads. */
	private static final int CONNECTIONS = 256;

	private final CloseableHttpClient client;

	private HttpClient5(HttpClientConnectionManager connections) {
		this.client = HttpClients.custom().setConnectionManager(connections).disableAutomaticRetries().build();
	}

	static HttpClient5 onTheJdk(ProxyAccess proxy) {
		JdkCredentials.use(proxy);
		return new HttpClient5(connections(PoolingHttpClientConnectionManagerBuilder.create(),
				SocketConfig.custom().setSocksProxyAddress(proxy.address()).build())
			.setDnsResolver(new NamesForTheProxy())
			.build());
	}

	static HttpClient5 onOurs(OurClient ours) {
		return new HttpClient5(
				connections(SocksConnectionManagerBuilder.create(ours.dialer()), SocketConfig.DEFAULT).build());
	}

	private static PoolingHttpClientConnectionManagerBuilder connections(
			PoolingHttpClientConnectionManagerBuilder builder, SocketConfig sockets) {
		return builder.setDefaultSocketConfig(sockets)
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(Timeout.ofMilliseconds(ProxyAccess.TIMEOUT_MILLIS))
				.build())
			.setMaxConnPerRoute(CONNECTIONS)
			.setMaxConnTotal(CONNECTIONS);
	}

	@Override
	public void get(String host, int port) throws Exception {
		HttpGet get = new HttpGet(Gets.uri(host, port));
		get.setHeader(Gets.CONNECTION, Gets.CLOSE);
		Gets.requireOk(client.execute(get, response -> {
			EntityUtils.consume(response.getEntity());
			return response.getCode();
		}));
	}

	@Override
	public void close() throws IOException {
		client.close();
	}

	/**
	 * Nothing is looked up here; the classic and the asynchronous client alike need this.
	 */
	static final class NamesForTheProxy implements DnsResolver {

		@Override
		public InetAddress[] resolve(String host) throws UnknownHostException {
			return SystemDefaultDnsResolver.INSTANCE.resolve(host);
		}

		@Override
		public String resolveCanonicalHostname(String host) {
			return host;
		}

		@Override
		public List<InetSocketAddress> resolve(String host, int port) {
			return List.of(InetSocketAddress.createUnresolved(host, port));
		}

	}

}
