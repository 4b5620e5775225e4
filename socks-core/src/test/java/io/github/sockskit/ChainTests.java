package io.github.sockskit;

import java.io.IOException;
import java.time.Duration;

import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.auth.UsernamePassword;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(30)
class ChainTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final EchoServer target = new EchoServer("hello");

	@RegisterExtension
	static final SocksServerExtension first = new SocksServerExtension();

	@RegisterExtension
	static final SocksServerExtension second = new SocksServerExtension(
			SocksServer.builder().credentials("jane", "s3cret"));

	@RegisterExtension
	static final SocksServerExtension third = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()));

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	@BeforeEach
	void name() {
		first.server().map("second.example", second.server().address());
		second.server().map("third.example", third.server().address());
	}

	@AfterEach
	void nothingIsLeftOpen() {
		await().until(() -> first.server().openConnections() + second.server().openConnections()
				+ third.server().openConnections() == 0);
	}

	private static SocksDialer chain(String password, Duration budget) {
		SocksDialer one = SocksDialer.of(SocksProxy.parse("socks4a://127.0.0.1:" + first.server().port()));
		SocksDialer two = SocksDialer.of(SocksProxy.parse("socks5://jane:%s@second.example:1080".formatted(password)))
			.through(one);
		return SocksDialer.of(SocksProxy.parse("socks5://third.example:1081").withTimeout(budget)).through(two);
	}

	@Test
	void eachHopLooksUpTheNextAndTheLastTheTarget() throws Exception {
		try (SocksSocket socket = chain("s3cret", LIMIT).connect("api.example", 443)) {
			assertThat(new String(socket.getInputStream().readNBytes(5))).isEqualTo("hello");
			assertThat(socket.getPort()).isEqualTo(443);
			socket.setSoTimeout(77);
			assertThat(socket.getSoTimeout()).isEqualTo(77);
			assertThat(socket.getLocalPort()).isPositive();
		}
		assertThat(first.server().takeRequest(LIMIT).host()).isEqualTo("second.example");
		assertThat(second.server().takeRequest(LIMIT).host()).isEqualTo("third.example");
		assertThat(third.server().takeRequest(LIMIT)).satisfies((request) -> {
			assertThat(request.host()).isEqualTo("api.example");
			assertThat(request.hostType()).isEqualTo(HostType.NAME);
		});
	}

	@Test
	void aFailureSaysWhichHop() {
		assertThatExceptionOfType(SocksAuthenticationException.class)
			.isThrownBy(() -> chain("wr0ng", LIMIT).connect("api.example", 443))
			.withMessageContaining("hop 2, socks5://jane:***@second.example:1080")
			.withMessageNotContaining("wr0ng")
			.satisfies((ex) -> assertThat(ex.getHop()).isEqualTo(2))
			.satisfies((ex) -> assertThat(ex.getTarget()).isEqualTo(new HostAndPort("third.example", 1081)));

		first.server().misbehave(Misbehaviour.refuse(91));
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> chain("s3cret", LIMIT).connect("api.example", 443))
			.withMessageContaining("second.example:1080")
			.satisfies((ex) -> assertThat(ex.getHop()).isEqualTo(1));
		first.server().misbehave(Misbehaviour.NONE);

		third.server().misbehave(Misbehaviour.refuse(5));
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> chain("s3cret", LIMIT).connect("api.example", 443))
			.withMessageContaining("hop 3, socks5://third.example:1081")
			.satisfies((ex) -> assertThat(ex.getHop()).isEqualTo(3));
	}

	@Test
	void oneBudgetCoversAllHops() {
		for (SocksServerExtension stalled : new SocksServerExtension[] { first, second, third }) {
			stalled.server().misbehave(Misbehaviour.stallAfter(1));
			long start = System.nanoTime();
			assertThatExceptionOfType(SocksTimeoutException.class)
				.isThrownBy(() -> chain("s3cret", Duration.ofMillis(300)).connect("api.example", 443));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300),
					Duration.ofMillis(2000));
			stalled.server().misbehave(Misbehaviour.NONE);
		}
	}

	@Test
	void onlyAProxyByItselfIsPlain() {
		SocksDialer plain = SocksDialer.of(SocksProxy.parse("socks5://jane:s3cret@proxy.example"));
		assertThat(plain.isPlain()).isTrue();
		assertThat(plain.through(plain).isPlain()).isFalse();
		assertThat(plain.withTls((SSLSocketFactory) SSLSocketFactory.getDefault()).isPlain()).isFalse();
		assertThat(SocksDialer.of(SocksProxy.parse("socks5://localhost/run/socks")).isPlain()).isFalse();
		assertThat(SocksDialer
			.of(SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
				.methods(new UsernamePassword("u", "p"))
				.build())
			.isPlain()).isFalse();
	}

	@Test
	void aDialerShowsItsWholeWay() {
		SocksProxy proxy = SocksProxy.parse("socks5://proxy.example")
			.withMethods(new UsernamePassword("jane", "s3cret"));
		assertThat(SocksDialer.of(proxy)
			.withTls((SSLSocketFactory) SSLSocketFactory.getDefault())
			.through(SocksDialer.of(SocksProxy.parse("socks4a://jane@bastion.example"))))
			.hasToString("socks5://proxy.example:1080 (SOCKS5 in TLS with username/password, DNS AUTO), "
					+ "through socks4a://jane@bastion.example:1080 (SOCKS4A, DNS AUTO)");
	}

	@Test
	void aChainShowsItselfWithoutPasswords() {
		assertThat(chain("s3cret", LIMIT)).asString()
			.contains("third.example")
			.contains("second.example")
			.contains("127.0.0.1")
			.doesNotContain("s3cret");
	}

}
