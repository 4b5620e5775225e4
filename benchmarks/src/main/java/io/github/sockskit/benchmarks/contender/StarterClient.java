package io.github.sockskit.benchmarks.contender;

import java.util.stream.Stream;

import io.github.sockskit.benchmarks.app.ManyConnections;
import io.github.sockskit.benchmarks.app.SmallApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestClient;

/** Spring's RestClient in an application with the starter. */
final class StarterClient implements GetClient {

	private final ConfigurableApplicationContext context;

	private final RestClient client;

	private StarterClient(ConfigurableApplicationContext context) {
		this.context = context;
		this.client = context.getBean(RestClient.class);
	}

	static StarterClient of(ProxyAccess proxy, String... more) {
		String[] properties = Stream.of(proxy.properties(), more).flatMap(Stream::of).toArray(String[]::new);
		return new StarterClient(SmallApplication.start(ManyConnections.class, properties));
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
