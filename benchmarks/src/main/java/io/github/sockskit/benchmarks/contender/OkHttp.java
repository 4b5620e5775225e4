package io.github.sockskit.benchmarks.contender;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** OkHttp, which stands on the JDK's SOCKS socket. */
final class OkHttp implements GetClient {

	private final OkHttpClient client;

	private OkHttp(OkHttpClient client) {
		this.client = client;
	}

	static OkHttp of(ProxyAccess proxy) {
		JdkCredentials.use(proxy);
		return new OkHttp(new OkHttpClient.Builder().proxy(new Proxy(Proxy.Type.SOCKS, proxy.address()))
			.connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
			.connectTimeout(Duration.ofMillis(ProxyAccess.TIMEOUT_MILLIS))
			.retryOnConnectionFailure(false)
			.build());
	}

	@Override
	public void get(String host, int port) throws IOException {
		Request get = new Request.Builder().url(Gets.uri(host, port)).header(Gets.CONNECTION, Gets.CLOSE).build();
		try (Response response = client.newCall(get).execute()) {
			response.body().bytes();
			Gets.requireOk(response.code());
		}
	}

	@Override
	public void close() {
		client.dispatcher().executorService().shutdown();
	}

}
