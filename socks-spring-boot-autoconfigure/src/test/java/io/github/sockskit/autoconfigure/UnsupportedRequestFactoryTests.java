package io.github.sockskit.autoconfigure;

import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import reactor.netty.http.client.HttpClient;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UnsupportedRequestFactoryTests {

	private static final String DESCRIPTION = "The application's HTTP clients are built by %s, which cannot be routed "
			+ "through the SOCKS proxy; their requests would go past it.";

	private final ApplicationContextRunner app = Apps.app().withPropertyValues("socks.proxy.host=proxy.example");

	@ParameterizedTest
	@CsvSource({ "jdk, JdkClientHttpRequestFactoryBuilder", "simple, SimpleClientHttpRequestFactoryBuilder" })
	void anotherClientStopsTheStart(String factory, String builder) {
		app.withPropertyValues("spring.http.clients.imperative.factory=" + factory).run((context) -> {
			FailureAnalysis analysis = Apps.analysis(context);
			assertThat(analysis.getDescription()).isEqualTo(DESCRIPTION.formatted(builder));
			assertThat(analysis.getAction()).isEqualTo(
					"Use Apache HttpClient 5: add org.apache.httpcomponents.client5:httpclient5 to the class path "
							+ "and do not set 'spring.http.clients.imperative.factory' to anything else. To let these "
							+ "clients connect directly, set 'socks.proxy.unsupported-clients' to 'warn' or 'ignore'.");
		});
	}

	@Test
	void aMissingHttpClientStopsTheStart() {
		app.withClassLoader(new FilteredClassLoader(HttpClients.class, PoolingHttpClientConnectionManagerBuilder.class,
				HttpClient.class))
			.run((context) -> assertThat(Apps.analysis(context).getDescription())
				.isEqualTo(DESCRIPTION.formatted("JdkClientHttpRequestFactoryBuilder")));
	}

	@Test
	void aWarningIsLoggedIfThatIsEnough(CapturedOutput output) {
		app.withPropertyValues("spring.http.clients.imperative.factory=jdk", "socks.proxy.unsupported-clients=warn")
			.run((context) -> {
				assertThat(context).getBean(ClientHttpRequestFactoryBuilder.class)
					.isInstanceOf(JdkClientHttpRequestFactoryBuilder.class);
				assertThat(output).containsOnlyOnce(DESCRIPTION.formatted("JdkClientHttpRequestFactoryBuilder"));
			});
	}

	@Test
	void nothingIsSaidIfItIsIgnored(CapturedOutput output) {
		app.withPropertyValues("spring.http.clients.imperative.factory=jdk", "socks.proxy.unsupported-clients=ignore")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("past it");
			});
	}

	@Test
	void noClientIsUnsupportedWhereNoneIsRouted() {
		app.withPropertyValues("spring.http.clients.imperative.factory=jdk", "socks.proxy.http.mode=none")
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
