package io.github.sockskit.readme;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.auth.Gssapi;
import io.github.sockskit.autoconfigure.SocksProxyAutoConfiguration;
import io.github.sockskit.autoconfigure.SocksUnsupportedRequestFactoryAutoConfiguration;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The messages that the README explains are those that users get.
 */
class ReadmeMessagesTests {

	/**
	 * What cannot be had without looking a name up, a network that drops packets, or a
	 * certificate.
	 */
	private static final List<String> NOT_TRIED = List.of("check the proxy's host, and the DNS of this machine",
			"the proxy does not answer", "SOCKS4 cannot carry a name", "UnknownHostException",
			"by an authority that is trusted here");

	private final List<String> seen = new ArrayList<>();

	@Test
	void ofFailedDials() {
		for (int reply = 1; reply <= 8; reply++) {
			dial("socks5://", Misbehaviour.refuse(reply));
		}
		dial("socks4a://", Misbehaviour.refuse(91));
		dial("socks4a://", Misbehaviour.refuse(93));
		dial("socks5://", Misbehaviour.notSocks("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()));
		dial("socks5://", Misbehaviour.notSocks(new byte[] { 0, 91, 0, 0, 0, 0, 0, 0 }));
		dial("socks5://jane:wrong@", Misbehaviour.authenticationStatus(1).and(Misbehaviour.method(2)));
		dial("socks5://", Misbehaviour.method(0xFF));
		for (int bytes = 0; bytes <= 4; bytes += 2) {
			dial("socks5://jane:s3cret@", Misbehaviour.method(2).and(Misbehaviour.stallAfter(bytes)), "2s");
			dial("socks5://jane:s3cret@", Misbehaviour.method(2).and(Misbehaviour.closeAfter(bytes)));
		}
		dial("socks5://", Misbehaviour.notSocks(new byte[] { 0x15, 3, 3, 0, 2, 2, 70 }));
		dial("socks5://127.0.0.1:1");
		dialInTls();
		dialWithoutATicket();

		assertThat(explained("Message")).isNotEmpty().allSatisfy(this::wasSeen);
	}

	@Test
	void ofFailedStarts() {
		start();
		start("socks.proxy.hots=127.0.0.1");
		start("socks.proxy.host=127.0.0.1", "socks.proxy.version=socks6");
		start("socks.proxy.uri=sock5://127.0.0.1");
		start("socks.proxy.uri=socks5://jane@127.0.0.1");
		start("socks.proxy.uri=socks5://127.0.0.1", "socks.proxy.port=1080");
		start("socks.proxy.uri=socks5://127.0.0.1", "spring.http.clients.imperative.factory=jdk");
		start("socks.proxy.uri=socks5://127.0.0.1", "socks.proxy.ssl.bundle=unknown");
		start("socks.proxy.uri=socks5://127.0.0.1", "socks.proxy.gssapi.keytab=/etc/app.keytab");
		start("socks.proxy.uri=socks5://localhost/run/socks", "socks.proxy.ssl.enabled=true");

		assertThat(explained("Start fails with")).isNotEmpty().allSatisfy(this::wasSeen);
	}

	private void wasSeen(String message) {
		assertThat(seen).anyMatch((text) -> text.contains(message));
	}

	/** The first column of the table with this heading. */
	private static Stream<String> explained(String heading) {
		String table = ReadmeTests.readme().split("\\| " + heading + " \\|")[1].split("\n\n")[0];
		return Pattern.compile("(?m)^\\| `([^`]*)` \\|")
			.matcher(table)
			.results()
			.map((row) -> row.group(1))
			.filter((message) -> !NOT_TRIED.contains(message));
	}

	/** Only a server that stalls may run into the limit, however busy the machine is. */
	private void dial(String beforeHost, Misbehaviour misbehaviour) {
		dial(beforeHost, misbehaviour, "1m");
	}

	private void dial(String beforeHost, Misbehaviour misbehaviour, String timeout) {
		try (SocksServer server = SocksServer.builder().misbehaviour(misbehaviour).start()) {
			dial("%s127.0.0.1:%d?timeout=%s".formatted(beforeHost, server.port(), timeout));
		}
	}

	private void dialInTls() {
		try (SocksServer server = SocksServer.start()) {
			dial(SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + server.port()))
				.withTls((SSLSocketFactory) SSLSocketFactory.getDefault()));
		}
	}

	private void dialWithoutATicket() {
		try (SocksServer server = SocksServer.builder().misbehaviour(Misbehaviour.method(1)).start()) {
			dial(SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:%d?timeout=1m".formatted(server.port()))
				.withMethods(Gssapi.builder().ticketCache(Path.of("/nonexistent")).build())));
		}
	}

	private void dial(String uri) {
		dial(SocksDialer.of(SocksProxy.parse(uri)));
	}

	private void dial(SocksDialer dialer) {
		try {
			dialer.connect("api.example", 80).close();
		}
		catch (IOException ex) {
			seen.add(String.valueOf(ex.getMessage()));
		}
	}

	private void start(String... properties) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, SocksProxyAutoConfiguration.class,
					SocksUnsupportedRequestFactoryAutoConfiguration.class, HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class))
			.withPropertyValues(properties)
			.run((context) -> {
				for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
					seen.add(String.valueOf(cause.getMessage()));
				}
			});
	}

}
