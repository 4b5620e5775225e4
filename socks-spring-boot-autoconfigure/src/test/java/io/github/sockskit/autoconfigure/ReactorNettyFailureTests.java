package io.github.sockskit.autoconfigure;

import java.time.Duration;

import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static io.github.sockskit.autoconfigure.WebClients.get;
import static io.github.sockskit.autoconfigure.WebClients.webClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class ReactorNettyFailureTests {

	private static final String PASSWORD = "s3cret-pass";

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension(
			SocksServer.builder().credentials("jane", PASSWORD).map(HttpTarget.NAME, http.address()));

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = WebClients.appThrough(proxy)
		.withPropertyValues("socks.proxy.username=jane", "socks.proxy.password=" + PASSWORD);

	@BeforeEach
	void reset() {
		http.reset();
	}

	private static String messageOfFailure(WebClient client, String uri, Class<? extends Throwable> cause) {
		WebClientRequestException[] failure = { null };
		assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> get(client, uri))
			.withCauseInstanceOf(cause)
			.satisfies((ex) -> failure[0] = ex);
		return failure[0].getMessage();
	}

	@Test
	void thePasswordIsNowhereInTheLogEvenAtTrace(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel("ROOT", LogLevel.TRACE);
		try {
			app.run((context) -> assertThat(get(webClient(context), URI)).isEqualTo("hello"));
		}
		finally {
			logging.setLogLevel("ROOT", LogLevel.WARN);
		}
		assertThat(proxy.authentications()).isEqualTo(1);
		assertThat(output).contains("TRACE", HttpTarget.NAME);
		assertThat(output.toString().contains(PASSWORD)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "https" })
	void wrongCredentialsAreSentOnceAndTheReasonSurvives(String scheme) {
		app.withPropertyValues("socks.proxy.password=wr0ng-pass").run((context) -> {
			String message = messageOfFailure(webClient(context), scheme + "://" + HttpTarget.NAME + "/hello",
					ProxyConnectException.class);
			assertThat(message).contains("socks5://jane:***@127.0.0.1", HttpTarget.NAME, "authStatus")
				.doesNotContain("wr0ng");
			assertThat(proxy.authentications()).isEqualTo(1);
			assertThat(http.requests()).isEmpty();
		});
	}

	/**
	 * Which Reactor Netty would otherwise take for a connection gone stale, and repeat.
	 */
	@Test
	void credentialsAreSentOnceThoughTheProxyResetsTheConnection() {
		proxy.misbehave(Misbehaviour.resetAfter(2));
		app.run((context) -> {
			messageOfFailure(webClient(context), URI, ProxyConnectException.class);
			assertThat(proxy.connections()).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@CsvSource({ "2, FORBIDDEN", "5, CONNECTION_REFUSED", "240, UNKNOWN" })
	void aRefusalIsTriedOnceAndItsReasonSurvives(int code, String reason) {
		proxy.misbehave(Misbehaviour.refuse(code));
		app.run((context) -> {
			assertThat(messageOfFailure(webClient(context), URI, ProxyConnectException.class)).contains(reason,
					HttpTarget.NAME);
			assertThat(proxy.connections()).isEqualTo(1);
		});
	}

	@Test
	void anHttpServerIsNoSocksProxy() {
		proxy.misbehave(Misbehaviour.notSocks("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()));
		app.run((context) -> assertThat(messageOfFailure(webClient(context), URI, ProxyConnectException.class))
			.contains("The SOCKS proxy socks5://jane:***@127.0.0.1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "https" })
	void withTheProxyDownNothingReachesTheTarget(String scheme) {
		SocksServer down = SocksServer.start();
		down.close();
		WebClients.appThrough(down)
			.withPropertyValues("socks.proxy.port=" + down.port(), "socks.proxy.loopback=proxy")
			.run((context) -> {
				String uri = scheme + "://localhost:" + http.port() + "/hello";
				assertThat(messageOfFailure(webClient(context), uri, ProxyConnectException.class))
					.contains("check that the proxy runs", "Connection refused");
				assertThat(http.requests()).isEmpty();
			});
	}

	@Test
	void theProxyMayHaveAName() {
		app.withPropertyValues("socks.proxy.host=localhost")
			.run((context) -> assertThat(get(webClient(context), URI)).isEqualTo("hello"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.http.clients.connect-timeout=200ms", "socks.proxy.connect-timeout=200ms",
			"spring.http.clients.connect-timeout=200ms;socks.proxy.connect-timeout=60s",
			"spring.http.clients.connect-timeout=60s;socks.proxy.connect-timeout=200ms" })
	void theShorterConnectTimeoutBoundsAStalledHandshake(String properties) {
		try (SocksServer stalled = SocksServer.builder().misbehaviour(Misbehaviour.stallAfter(2)).start()) {
			WebClients.appThrough(stalled).withPropertyValues(properties.split(";")).run((context) -> {
				assertThat(messageOfFailure(webClient(context), URI, ConnectTimeoutException.class))
					.contains("did not connect to " + HttpTarget.NAME, "within 200 ms");
				assertThat(stalled.connections()).isEqualTo(1);
				Eventually.assertThat(stalled::openConnections, (open) -> open == 0);
			});
		}
	}

	@Test
	void aProxyThatDripsDoesNotStretchTheLimit() {
		proxy.misbehave(Misbehaviour.drip(Duration.ofMillis(100)));
		app.withPropertyValues("socks.proxy.connect-timeout=300ms")
			.run((context) -> assertThat(messageOfFailure(webClient(context), URI, ConnectTimeoutException.class))
				.contains("within 300 ms"));
	}

	@Test
	void readTimeoutsCountThroughTheProxy() {
		app.withPropertyValues("spring.http.clients.read-timeout=200ms")
			.run((context) -> messageOfFailure(webClient(context), "http://" + HttpTarget.NAME + "/stall",
					ReadTimeoutException.class));
	}

}
