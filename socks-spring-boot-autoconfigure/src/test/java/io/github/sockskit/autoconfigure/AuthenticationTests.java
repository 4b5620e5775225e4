package io.github.sockskit.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class AuthenticationTests {

	private static final String PASSWORD = "s3cret-pass";

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension(
			SocksServer.builder().credentials("jane", PASSWORD).map(HttpTarget.NAME, http.address()));

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = Apps.appThrough(proxy).withPropertyValues("socks.proxy.username=jane");

	@BeforeEach
	void reset() {
		http.reset();
	}

	@Test
	void thePasswordIsNowhereInTheLogEvenAtTrace(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel("ROOT", LogLevel.TRACE);
		try {
			app.withPropertyValues("socks.proxy.password=" + PASSWORD)
				.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
			Apps.app()
				.withPropertyValues("socks.proxy.uri=socks5://jane:%s@127.0.0.1:%d".formatted(PASSWORD, proxy.port()))
				.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
		}
		finally {
			logging.setLogLevel("ROOT", LogLevel.ERROR);
		}
		assertThat(output).contains("TRACE", "SocksHttpComponentsCustomizer", HttpTarget.NAME);
		assertThat(output.toString().contains(PASSWORD)).isFalse();
	}

	@Test
	void wrongCredentialsAreSentOnceAndTheReasonSurvives() {
		String wrong = "wr0ng-pass";
		app.withPropertyValues("socks.proxy.password=" + wrong).run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(client, URI))
				.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("jane:***")
					.extracting(AuthenticationTests::stackTrace)
					.asString()
					.doesNotContain(wrong))
				.havingCause()
				.isInstanceOf(HttpHostConnectException.class)
				.havingCause()
				.isInstanceOf(SocksAuthenticationException.class);
			assertThat(proxy.authentications()).isEqualTo(1);
			assertThat(proxy.connections()).isEqualTo(1);
			assertThat(http.requests()).isEmpty();
		});
	}

	private static String stackTrace(Throwable ex) {
		StringWriter text = new StringWriter();
		ex.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
