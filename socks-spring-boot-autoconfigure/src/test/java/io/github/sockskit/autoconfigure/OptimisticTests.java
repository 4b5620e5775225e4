package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksException;
import io.github.sockskit.SocksProtocolException;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksTimeoutException;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(30)
class OptimisticTests {

	private static final String HTTP = "http://" + HttpTarget.NAME + "/hello";

	private static final String HTTPS = "https://" + HttpTarget.NAME + "/hello";

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@AutoClose
	static final HttpTarget https = HttpTarget.https();

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = Apps.appThrough(proxy)
		.withPropertyValues(Certificates.bundle("target"))
		.withPropertyValues("spring.http.clients.ssl.bundle=target", "socks.proxy.optimistic=true");

	@BeforeEach
	void targets() {
		http.reset();
		https.reset();
		proxy.map(HttpTarget.NAME, 80, http.address());
		proxy.map(HttpTarget.NAME, 443, https.address());
	}

	private ApplicationContextRunner customized(Consumer<HttpClientBuilder> customizer) {
		return app.withBean("customizer", ClientHttpRequestFactoryBuilderCustomizer.class,
				() -> new Customizer(customizer));
	}

	/** What a request fails with, below what Spring makes of it. */
	private static <T extends IOException> T failure(ApplicationContextRunner app, String uri, Class<T> type) {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		app.run((context) -> {
			RestClient client = restClient(context);
			failures.add(catchThrowableOfType(ResourceAccessException.class, () -> get(client, uri)).getCause());
		});
		assertThat(failures).singleElement().isInstanceOf(type);
		return type.cast(failures.get(0));
	}

	private void assertAskedOnce() {
		assertThat(proxy.requests()).hasSize(1);
		assertThat(proxy.connections()).isEqualTo(1);
		assertThat(http.requests()).isEmpty();
		assertThat(https.requests()).isEmpty();
	}

	@Test
	void itIsOptIn() {
		Apps.appThrough(proxy)
			.run((context) -> assertThat(context.getBean(SocksDialer.class).isOptimistic()).isFalse());
		app.run((context) -> assertThat(context.getBean(SocksDialer.class).isOptimistic()).isTrue());
	}

	@Test
	void onlyTheLastProxyIsNotWaitedFor() {
		app.withPropertyValues("socks.proxy.through=socks5://first.example").run((context) -> {
			SocksDialer dialer = context.getBean(SocksDialer.class);
			assertThat(dialer.isOptimistic()).isTrue();
			assertThat(dialer.toString()).containsOnlyOnce("optimistic");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { HTTP, HTTPS })
	void requestsAreAnsweredAndConnectionsKept(String uri) {
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.NONE, Misbehaviour.split())) {
			proxy.misbehave(misbehaviour);
			app.run((context) -> {
				RestClient client = restClient(context);
				assertThat(get(client, uri)).isEqualTo("hello");
				assertThat(get(client, uri)).isEqualTo("hello");
			});
		}
		assertThat(proxy.requests()).hasSize(2).extracting(RecordedRequest::host).containsOnly(HttpTarget.NAME);
	}

	@ParameterizedTest
	@ValueSource(strings = { HTTP, HTTPS })
	void aRefusalShowsLateIsReportedAsOneOfConnectingAndNotRepeated(String uri) {
		proxy.misbehave(Misbehaviour.refuse(5));
		HttpHostConnectException failure = failure(app, uri, HttpHostConnectException.class);
		assertThat(failure).hasCauseInstanceOf(SocksReplyException.class)
			.hasMessageStartingWith("Connect to " + uri.substring(0, uri.indexOf("/hello")) + ":")
			.hasMessageContaining("failed: socks5://127.0.0.1:");
		assertThat(failure.getCause()).hasStackTraceContaining("PendingReplies");
		assertAskedOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { HTTP, HTTPS })
	void aProxyThatClosesIsNotAskedAgain(String uri) {
		for (Misbehaviour ending : List.of(Misbehaviour.closeAfter(2), Misbehaviour.resetAfter(5))) {
			proxy.misbehave(ending);
			int before = proxy.connections();
			assertThat(failure(app, uri, HttpHostConnectException.class))
				.hasCauseInstanceOf(SocksProtocolException.class);
			assertThat(proxy.connections() - before).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { HTTP, HTTPS })
	void theConnectTimeoutRunsOnUntilTheProxyHasAnswered(String uri) {
		proxy.misbehave(Misbehaviour.stallAfter(5));
		assertThat(failure(app.withPropertyValues("spring.http.clients.connect-timeout=300ms"), uri,
				ConnectTimeoutException.class))
			.hasCauseInstanceOf(SocksTimeoutException.class);
		assertAskedOnce();
	}

	@Test
	void aShorterReadTimeoutIsOneOfReading() {
		proxy.misbehave(Misbehaviour.stallAfter(5));
		assertThat(failure(app.withPropertyValues("spring.http.clients.read-timeout=200ms"), HTTP,
				SocketTimeoutException.class))
			.isExactlyInstanceOf(SocketTimeoutException.class)
			.hasNoCause();
		assertAskedOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { HTTP, HTTPS })
	void aStrategyOfTheApplicationSeesAFailedConnectToo(String uri) {
		proxy.misbehave(Misbehaviour.refuse(5));
		RecordingStrategy strategy = new RecordingStrategy();
		assertThat(
				failure(customized((client) -> client.setRetryStrategy(strategy)), uri, HttpHostConnectException.class))
			.hasCauseInstanceOf(SocksReplyException.class);
		assertThat(strategy.seen).singleElement().isInstanceOf(HttpHostConnectException.class);
		assertAskedOnce();
	}

	@Test
	void withoutRetriesTheReasonSurvives() {
		proxy.misbehave(Misbehaviour.refuse(5));
		assertThat(
				failure(customized(HttpClientBuilder::disableAutomaticRetries), HTTP, HttpHostConnectException.class))
			.hasCauseInstanceOf(SocksReplyException.class);
		assertAskedOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { HTTP, HTTPS })
	void aWrongPasswordIsSentOnce(String uri) {
		proxy.misbehave(Misbehaviour.method(2).and(Misbehaviour.authenticationStatus(1)));
		assertThat(failure(app.withPropertyValues("socks.proxy.username=jane", "socks.proxy.password=wr0ng"), uri,
				HttpHostConnectException.class))
			.hasCauseInstanceOf(SocksAuthenticationException.class);
		assertThat(proxy.authentications()).isEqualTo(1);
		assertThat(proxy.connections()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { HTTP, HTTPS })
	void oneWriteThatFailsIsNotRepeatedEither(String uri) {
		app.run((context) -> {
			assertThat(get(restClient(context), uri)).isEqualTo("hello");
			assertThat(get(restClient(context), uri)).isEqualTo("hello");
			proxy.misbehaveOnce(Misbehaviour.closeAfter(0));
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client, uri))
				.havingCause()
				.isInstanceOf(HttpHostConnectException.class)
				.havingCause()
				.isInstanceOf(SocksProtocolException.class);
			assertThat(proxy.connections()).isEqualTo(3);
			assertThat(get(client, uri)).isEqualTo("hello");
		});
	}

	@Test
	void aFailureOfTheTargetIsNone() {
		http.reset();
		app.withPropertyValues("spring.http.clients.read-timeout=200ms").run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(client, HTTP.replace("hello", "stall")))
				.withCauseExactlyInstanceOf(SocketTimeoutException.class)
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("Read timed out"))
				.satisfies((ex) -> assertThat(ex.getCause()).isNotInstanceOf(SocksException.class));
		});
	}

	private record Customizer(Consumer<HttpClientBuilder> customizer)
			implements
				ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> {

		@Override
		public HttpComponentsClientHttpRequestFactoryBuilder customize(
				HttpComponentsClientHttpRequestFactoryBuilder builder) {
			return builder.withHttpClientCustomizer(customizer);
		}

	}

	private static final class RecordingStrategy extends DefaultHttpRequestRetryStrategy {

		private final List<IOException> seen = new CopyOnWriteArrayList<>();

		RecordingStrategy() {
			super(5, TimeValue.ofMilliseconds(1));
		}

		@Override
		public boolean retryRequest(HttpRequest request, IOException exception, int execCount, HttpContext context) {
			seen.add(exception);
			return super.retryRequest(request, exception, execCount, context);
		}

	}

}
