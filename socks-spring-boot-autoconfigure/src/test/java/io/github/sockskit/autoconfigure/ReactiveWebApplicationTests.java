package io.github.sockskit.autoconfigure;

import java.time.Duration;

import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.SimpleClientHttpRequestFactoryBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

class ReactiveWebApplicationTests {

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	private final ReactiveWebApplicationContextRunner app = new ReactiveWebApplicationContextRunner()
		.withConfiguration(Apps.BOOT)
		.withConfiguration(Apps.OURS)
		.withPropertyValues(Apps.through(proxy));

	@Test
	void restClientIsRoutedThereToo() {
		proxy.map(HttpTarget.NAME, http.address());
		app.run((context) -> {
			RestClient client = context.getBean(RestClient.Builder.class).build();
			assertThat(Apps.get(client, "http://" + HttpTarget.NAME + "/hello")).isEqualTo("hello");
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo(HttpTarget.NAME);
		});
	}

	@Test
	void aBuilderOfTheApplicationIsLeftAlone() {
		app.withBean("own", ClientHttpRequestFactoryBuilder.class, ClientHttpRequestFactoryBuilder::simple)
			.run((context) -> assertThat(context).getBean(ClientHttpRequestFactoryBuilder.class)
				.isInstanceOf(SimpleClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void aMissingHttpClientStopsTheStart() {
		app.withClassLoader(new FilteredClassLoader(HttpClients.class, PoolingHttpClientConnectionManagerBuilder.class))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("cannot be routed through the SOCKS proxy"));
	}

	@Test
	void bootIsLeftAloneWhenDisabled() {
		app.withPropertyValues("socks.proxy.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ClientHttpRequestFactoryBuilder.class));
	}

}
