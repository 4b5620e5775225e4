package io.github.sockskit.benchmarks.measure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.autoconfigure.SocksConnectionManagerBuilder;
import io.github.sockskit.benchmarks.app.ManyConnections;
import io.github.sockskit.benchmarks.app.SmallApplication;
import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.springframework.web.client.RestClient;

/** GETs over connections that are kept alive. */
public final class Requests implements Measure {

	private static final Workers WORKERS = Workers.platform(ManyConnections.LIMIT);

	private static final String UNIT = "request";

	private static final String HTTPCLIENT = "HttpClient 5, %s".formatted(WORKERS);

	private static final String RESTCLIENT = "RestClient, %s".formatted(WORKERS);

	private static final String DIRECT = "direct";

	private static final String RELAYED = "plain relay";

	private static final String OURS = "proxy, ours";

	@Override
	public String name() {
		return "requests";
	}

	@Override
	public String title() {
		return "Requests over connections that are kept alive";
	}

	@Override
	public String description() {
		return """
				The proxy is one more process that all bytes have to go through, whoever dialled. "Plain relay" goes \
				through the same process without a word of SOCKS, "direct" past it. RestClient is that of a Spring \
				Boot application, with the starter or without.""";
	}

	@Override
	public String baseline() {
		return RELAYED;
	}

	@Override
	public List<Goal> goals() {
		return Stream.of(HTTPCLIENT, RESTCLIENT)
			.map(scenario -> Goal.ratioAtLeast(0.97, scenario, OURS, RELAYED, Throughput.rate(UNIT)))
			.toList();
	}

	@Override
	public void run(Scale scale, Samples samples) throws Exception {
		try (ServerProcess server = ServerProcess.start()) {
			Throughput throughput = Throughput.of(UNIT, scale.pick(800, 4000), scale);
			throughput.measure(HTTPCLIENT, httpClients(server), WORKERS, samples);
			throughput.measure(RESTCLIENT, restClients(server), WORKERS, samples);
		}
	}

	private static List<Subject> httpClients(ServerProcess server) {
		ProxyAccess proxy = server.proxy(Authentication.NONE);
		SocksDialer dialer = SocksDialer
			.of(SocksProxy.builder(SocksVersion.SOCKS5, proxy.host(), proxy.address().getPort()).build());
		CloseableHttpClient plain = httpClient(PoolingHttpClientConnectionManagerBuilder.create());
		CloseableHttpClient ours = httpClient(SocksConnectionManagerBuilder.create(dialer));
		return List.of(new LocalSubject(DIRECT, () -> get(plain, server.http())),
				new LocalSubject(RELAYED, () -> get(plain, server.forwarder())),
				new LocalSubject(OURS, () -> get(ours, server.http())));
	}

	private static CloseableHttpClient httpClient(PoolingHttpClientConnectionManagerBuilder connections) {
		return HttpClients.custom()
			.setConnectionManager(connections.setMaxConnPerRoute(ManyConnections.LIMIT)
				.setMaxConnTotal(ManyConnections.LIMIT)
				.build())
			.build();
	}

	private static void get(CloseableHttpClient client, InetSocketAddress target) throws IOException {
		client.execute(new HttpGet(uri(target)), response -> EntityUtils.toString(response.getEntity()));
	}

	private static List<Subject> restClients(ServerProcess server) {
		RestClient plain = restClient("--socks.proxy.enabled=false");
		RestClient ours = restClient(server.proxy(Authentication.NONE).properties());
		return List.of(new LocalSubject(DIRECT, () -> get(plain, server.http())),
				new LocalSubject(RELAYED, () -> get(plain, server.forwarder())),
				new LocalSubject(OURS, () -> get(ours, server.http())));
	}

	private static RestClient restClient(String... properties) {
		return SmallApplication.start(ManyConnections.class, properties).getBean(RestClient.class);
	}

	private static void get(RestClient client, InetSocketAddress target) {
		client.get().uri(uri(target)).retrieve().body(String.class);
	}

	private static URI uri(InetSocketAddress target) {
		return URI.create("http://%s:%d/".formatted(target.getHostString(), target.getPort()));
	}

}
