package io.github.sockskit.autoconfigure;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.github.sockskit.autoconfigure.WebClients.get;
import static io.github.sockskit.autoconfigure.WebClients.webClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class UnsupportedConnectorTests {

	private static final String DESCRIPTION = "The application's WebClients are built by %s, which cannot be routed "
			+ "through the SOCKS proxy; their requests would go past it.";

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final ApplicationContextRunner app = WebClients.app().withPropertyValues("socks.proxy.host=proxy.example");

	private final ApplicationContextRunner withoutReactorNetty = app
		.withClassLoader(new FilteredClassLoader(HttpClient.class));

	@ParameterizedTest
	@CsvSource({ "jdk, JdkClientHttpConnectorBuilder", "http-components, HttpComponentsClientHttpConnectorBuilder" })
	void anotherConnectorStopsTheStart(String connector, String builder) {
		app.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			FailureAnalysis analysis = Apps.analysis(context);
			assertThat(analysis.getDescription()).isEqualTo(DESCRIPTION.formatted(builder));
			assertThat(analysis.getAction())
				.isEqualTo("Use Reactor Netty: add io.projectreactor.netty:reactor-netty-http to the class path "
						+ "and do not set 'spring.http.clients.reactive.connector' to anything else. To let these "
						+ "clients connect directly, set 'socks.proxy.unsupported-clients' to 'warn' or 'ignore'.");
		});
	}

	@Test
	void whereReactorNettyIsMissingTheFirstWebClientIsRefused() {
		withoutReactorNetty
			.run((context) -> assertThatExceptionOfType(Exception.class).isThrownBy(() -> webClient(context))
				.havingRootCause()
				.isInstanceOf(SocksConfigurationException.class)
				.withMessageContaining(DESCRIPTION.formatted("JdkClientHttpConnectorBuilder")));
	}

	/** Reactor is on the class path of many an application that has only a RestClient. */
	@Test
	void whereReactorNettyIsMissingAnApplicationWithoutWebClientStarts() {
		withoutReactorNetty.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ClientHttpConnectorBuilder.class);
			assertThat(Apps.restClient(context)).isNotNull();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			socks.proxy.host=proxy.example             | socks.proxy.ssl.enabled=true
			socks.proxy.host=proxy.example             | socks.proxy.gssapi.enabled=true
			socks.proxy.host=proxy.example             | socks.proxy.through=socks5://bastion.example
			socks.proxy.uri=socks5://localhost/run/tor | socks.proxy.ssl.enabled=false
			""")
	void aWayThatReactorNettyCannotGoIsRefused(String proxy, String property) {
		WebClients.app().withPropertyValues(proxy, property).run((context) -> {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> webClient(context))
				.havingRootCause()
				.isInstanceOf(SocksConfigurationException.class)
				.withMessageContaining("chain (socks.proxy.through), in TLS (socks.proxy.ssl), with GSSAPI "
						+ "(socks.proxy.gssapi) or a method of its own, or over a unix-domain socket, and Reactor Netty can do none of these");
			assertThat(Apps.restClient(context)).isNotNull();
		});
	}

	@Test
	void aWarningIsLoggedIfThatIsEnough(CapturedOutput output) {
		app.withPropertyValues("spring.http.clients.reactive.connector=jdk", "socks.proxy.unsupported-clients=warn")
			.run((context) -> {
				assertThat(context).getBean(ClientHttpConnectorBuilder.class)
					.isInstanceOf(JdkClientHttpConnectorBuilder.class);
				assertThat(output).containsOnlyOnce(DESCRIPTION.formatted("JdkClientHttpConnectorBuilder"));
				assertThat(get(webClient(context), "http://127.0.0.1:" + http.port() + "/hello")).isEqualTo("hello");
			});
	}

	@Test
	void nothingIsSaidIfItIsIgnored(CapturedOutput output) {
		withoutReactorNetty.withPropertyValues("socks.proxy.unsupported-clients=ignore").run((context) -> {
			assertThat(get(webClient(context), "http://127.0.0.1:" + http.port() + "/hello")).isEqualTo("hello");
			assertThat(output).doesNotContain("past it");
		});
	}

	@Test
	void noConnectorIsUnsupportedWhereNoneIsRouted() {
		app.withPropertyValues("spring.http.clients.reactive.connector=jdk", "socks.proxy.http.mode=none")
			.run((context) -> assertThat(webClient(context)).isNotNull());
	}

}
