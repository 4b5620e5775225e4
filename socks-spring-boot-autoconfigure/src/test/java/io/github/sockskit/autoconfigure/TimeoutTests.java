package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksTimeoutException;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(30)
class TimeoutTests {

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	@ParameterizedTest
	@ValueSource(strings = { "spring.http.clients.connect-timeout=200ms", "socks.proxy.connect-timeout=200ms",
			"spring.http.clients.connect-timeout=200ms;socks.proxy.connect-timeout=60s",
			"spring.http.clients.connect-timeout=60s;socks.proxy.connect-timeout=200ms" })
	void theShorterConnectTimeoutBoundsAStalledHandshake(String properties) {
		proxy.misbehave(Misbehaviour.stallAfter(2));
		Apps.appThrough(proxy).withPropertyValues(properties.split(";")).run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(client, "http://" + HttpTarget.NAME + "/hello"))
				.havingCause()
				.isInstanceOf(ConnectTimeoutException.class)
				.withMessageContaining("200")
				.havingCause()
				.isInstanceOf(SocksTimeoutException.class);
			assertThat(proxy.connections()).isEqualTo(1);
		});
	}

	@Test
	void readTimeoutsCountThroughTheProxy() {
		proxy.map(HttpTarget.NAME, http.address());
		Apps.appThrough(proxy).withPropertyValues("spring.http.clients.read-timeout=200ms").run((context) -> {
			RestClient client = restClient(context);
			assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(client, "http://" + HttpTarget.NAME + "/stall"))
				.withCauseInstanceOf(SocketTimeoutException.class);
		});
	}

	/** 0 is the proxy's own limit: what was set, else 10 seconds. */
	@ParameterizedTest(name = "client {0}, proxy {1}: {2}")
	@CsvSource(textBlock = """
			unset, unset, 0
			unset, 5,     0
			3,     unset, 3000
			3,     5,     3000
			7,     5,     0
			180,   unset, 180000
			0,     5,     0
			0,     unset, 0
			""")
	void theLimitOfADialIsTheShorterOneOfThoseThatWereSet(String client, String own, int milliseconds)
			throws IOException {
		SocksProxy socksProxy = SocksProxy
			.parse("socks5://127.0.0.1" + (own.equals("unset") ? "" : "?timeout=" + own + "s"));
		RecordingSocket socket = new RecordingSocket();
		PoolingHttpClientConnectionManagerBuilder manager = new SocksConnectionManagerBuilder(
				SocksDialer.of(socksProxy), (ignored) -> socket, (host) -> false);
		if (!client.equals("unset")) {
			manager.setDefaultConnectionConfig(
					ConnectionConfig.custom().setConnectTimeout(Integer.parseInt(client), TimeUnit.SECONDS).build());
		}
		assertThatExceptionOfType(RecordedException.class)
			.isThrownBy(() -> execute(manager, "http://" + HttpTarget.NAME + "/"));
		assertThat(socket.timeout).isEqualTo(milliseconds);
	}

	@Test
	void theTargetsTlsHandshakeKeepsTheClientsLimit() throws IOException {
		proxy.map(HttpTarget.NAME, http.address());
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + proxy.port() + "?timeout=5s"));
		int[] limit = { 0 };
		PoolingHttpClientConnectionManagerBuilder manager = SocksConnectionManagerBuilder.create(dialer)
			.setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(7, TimeUnit.SECONDS).build())
			.setTlsSocketStrategy((socket, target, port, attachment, context) -> {
				limit[0] = socket.getSoTimeout();
				throw new RecordedException();
			});
		assertThatExceptionOfType(RecordedException.class)
			.isThrownBy(() -> execute(manager, "https://" + HttpTarget.NAME + "/"));
		assertThat(Duration.ofMillis(limit[0])).hasSeconds(7);
	}

	private static void execute(PoolingHttpClientConnectionManagerBuilder manager, String uri) throws IOException {
		try (CloseableHttpClient client = HttpClients.custom()
			.setConnectionManager(manager.build())
			.disableAutomaticRetries()
			.build()) {
			client.execute(new HttpGet(uri), (response) -> response.getCode());
		}
	}

	private static final class RecordingSocket extends Socket {

		private int timeout = -1;

		@Override
		public void connect(SocketAddress endpoint, int timeout) throws IOException {
			this.timeout = timeout;
			throw new RecordedException();
		}

	}

	private static final class RecordedException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}
