package io.github.sockskit.benchmarks.contender;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Socks5;
import org.eclipse.jetty.client.Socks5Proxy;

/** Jetty's client. */
final class JettyClient implements GetClient {

	private final HttpClient client = new HttpClient();

	private JettyClient() {
	}

	static JettyClient of(ProxyAccess proxy) throws Exception {
		JettyClient created = new JettyClient();
		Socks5Proxy socks = new Socks5Proxy(proxy.host(), proxy.address().getPort());
		if (proxy.withPassword()) {
			socks.putAuthenticationFactory(new Socks5.UsernamePasswordAuthenticationFactory(Authentication.USER,
					Authentication.PASSWORD_OF_USER));
		}
		created.client.getProxyConfiguration().addProxy(socks);
		created.client.setConnectTimeout(ProxyAccess.TIMEOUT_MILLIS);
		created.client.start();
		return created;
	}

	@Override
	public void get(String host, int port) throws Exception {
		Gets.requireOk(client.newRequest(Gets.uri(host, port))
			.headers(headers -> headers.put(Gets.CONNECTION, Gets.CLOSE))
			.timeout(ProxyAccess.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
			.send()
			.getStatus());
	}

	@Override
	public void close() throws IOException {
		try {
			client.stop();
		}
		catch (Exception ex) {
			throw new IOException("does not stop", ex);
		}
	}

}
