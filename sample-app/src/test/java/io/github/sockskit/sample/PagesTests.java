package io.github.sockskit.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.github.sockskit.ReplyCode;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.boot.test.EmbeddedSocksProxy;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * How an application that goes through a proxy is tested: the annotation starts one, the
 * target has a name that only this proxy knows, and the proxy tells what it was asked.
 */
@SpringBootTest(properties = "target=http://api.example/")
@EmbeddedSocksProxy(username = "jane", password = "s3cret")
class PagesTests {

	@Autowired
	SocksServer proxy;

	@Autowired
	Pages pages;

	HttpServer target;

	@BeforeEach
	void startTarget() throws IOException {
		target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		target.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, 5);
			exchange.getResponseBody().write("hello".getBytes());
			exchange.close();
		});
		target.start();
		proxy.map("api.example", target.getAddress());
	}

	@AfterEach
	void stopTarget() {
		target.stop(0);
	}

	static Stream<Named<Function<Pages, ResponseEntity<String>>>> clients() {
		return Stream.of(Named.of("RestClient", Pages::withRestClient),
				Named.of("RestTemplate", Pages::withRestTemplate), Named.of("HTTP service", Pages::withHttpService));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void areFetchedThroughTheProxyWhichLooksUpTheName(Function<Pages, ResponseEntity<String>> client) {
		assertThat(client.apply(pages).getBody()).isEqualTo("hello");

		RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
		assertThat(request.host()).isEqualTo("api.example");
		assertThat(request.hostType()).isEqualTo(HostType.NAME);
		assertThat(request.username()).isEqualTo("jane");
	}

	@ParameterizedTest
	@MethodSource("clients")
	void areNotFetchedWhenTheProxyRefuses(Function<Pages, ResponseEntity<String>> client) {
		proxy.misbehave(Misbehaviour.refuse(2));

		assertThatException().isThrownBy(() -> client.apply(pages))
			.havingRootCause()
			.isInstanceOfSatisfying(SocksReplyException.class,
					(ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.NOT_ALLOWED));
		assertThat(proxy.connections()).isEqualTo(1);
	}

	@Test
	void areReportedUpToTheFirstFailure(@Autowired Report report) {
		target.stop(0);
		ByteArrayOutputStream out = new ByteArrayOutputStream();

		assertThat(report.print(new PrintStream(out))).isFalse();

		assertThat(out).asString()
			.contains("RestClient     failed")
			.contains("SocksReplyException: socks5://jane:***@127.0.0.1:%d did not connect to api.example:80: reply 5"
				.formatted(proxy.port()))
			.doesNotContain("RestTemplate");
	}

}
