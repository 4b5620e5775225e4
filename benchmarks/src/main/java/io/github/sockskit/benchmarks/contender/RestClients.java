package io.github.sockskit.benchmarks.contender;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.sockskit.benchmarks.app.ManyConnections;
import io.github.sockskit.benchmarks.app.SmallApplication;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

/** Spring's RestClient in an application, over HttpClient 5. */
final class RestClients implements GetClient {

	private final ConfigurableApplicationContext context;

	private final RestClient client;

	private RestClients(ConfigurableApplicationContext context, RestClient client) {
		this.context = context;
		this.client = client;
	}

	/** As applications have it who set up SOCKS by hand. */
	static RestClients onTheJdk(ProxyAccess proxy) {
		JdkCredentials.use(proxy);
		ConfigurableApplicationContext context = SmallApplication.start(ManyConnections.class,
				"--socks.proxy.enabled=false");
		RestClient client = context.getBean(RestClient.class)
			.mutate()
			.requestFactory(ClientHttpRequestFactoryBuilder.httpComponents()
				.withSocketConfigCustomizer(sockets -> sockets.setSocksProxyAddress(proxy.address()))
				.withDnsResolver(new HttpClient5.NamesForTheProxy())
				.withConnectionManagerCustomizer(ManyConnections::allow)
				.build(HttpClientSettings.defaults().withConnectTimeout(Duration.ofMillis(ProxyAccess.TIMEOUT_MILLIS))))
			.build();
		return new RestClients(context, client);
	}

	/**
	 * With the starter's defaults.
	 * @param more properties beside the proxy's
	 */
	static RestClients withTheStarter(ProxyAccess proxy, String... more) {
		String[] properties = Stream.of(proxy.properties(), more).flatMap(Stream::of).toArray(String[]::new);
		ConfigurableApplicationContext context = SmallApplication.start(ManyConnections.class, properties);
		return new RestClients(context, context.getBean(RestClient.class));
	}

	@Override
	public void get(String host, int port) {
		client.get().uri(Gets.uri(host, port)).header(Gets.CONNECTION, Gets.CLOSE).retrieve().body(String.class);
	}

	@Override
	public void close() {
		context.close();
	}

}
