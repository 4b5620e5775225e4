package io.github.sockskit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(30)
class LookUpsOnJava21Tests {

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()).map("192.0.2.7", target.address()));

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	@BeforeEach
	void forget() {
		RecordingResolverProvider.lookUps.clear();
	}

	private static SocksDialer dialer(String scheme) {
		return SocksDialer.of(SocksProxy.parse(scheme + "://127.0.0.1:" + proxy.server().port()));
	}

	@Test
	void theResolverSeesLookUps() throws Exception {
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> InetAddress.getByName("any.invalid"));
		assertThat(RecordingResolverProvider.lookUps).containsExactly("any.invalid");
	}

	@ParameterizedTest
	@CsvSource({ "socks5,api.example", "socks4a,api.example", "socks5,192.0.2.7", "socks4,192.0.2.7" })
	void theTargetIsNeverLookedUpHere(String scheme, String host) throws Exception {
		try (SocksSocket socket = dialer(scheme).connect(host, 22)) {
			socket.getInetAddress();
			socket.getRemoteSocketAddress();
			socket.getBoundAddress();
			assertThat(socket.toString()).contains(host);
		}
		try (Socket socket = dialer(scheme).socketFactory().createSocket(host, 22)) {
			assertThat(socket.isConnected()).isTrue();
		}
		assertThat(RecordingResolverProvider.lookUps).isEmpty();
	}

	@Test
	void norWhenSomethingIsWrongWithIt() {
		proxy.server().misbehave(Misbehaviour.refuse(4));
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> dialer("socks5").connect("unknown.example", 22));
		for (String host : new String[] { "a".repeat(256), "a b", "127.1", "g::1", "a\0b" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> dialer("socks5").connect(host, 22));
		}
		assertThat(RecordingResolverProvider.lookUps).isEmpty();
	}

	@Test
	void aLookUpThatStallsIsGivenUpInTime() {
		SocksDialer stalledProxy = SocksDialer.of(SocksProxy.parse("socks5://stalled-1.invalid?timeout=150ms"));
		assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> stalledProxy.connect("api.example", 22))
			.withMessageContaining("150ms")
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.RESOLVE));
		SocksDialer socks4 = SocksDialer.of(dialer("socks4").proxy().withTimeout(Duration.ofMillis(150)));
		assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> socks4.connect("stalled-2.invalid", 22))
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.RESOLVE));
	}

	@Test
	void closingEndsALookUpAtOnce() throws Exception {
		Socket socket = SocksDialer.of(SocksProxy.parse("socks5://stalled-3.invalid")).socketFactory().createSocket();
		CompletableFuture<Throwable> dial = CompletableFuture.supplyAsync(() -> catchThrowable(
				() -> socket.connect(InetSocketAddress.createUnresolved("api.example", 22))));
		await().until(() -> RecordingResolverProvider.lookUps.contains("stalled-3.invalid"));
		socket.close();
		assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class).hasMessage("Socket closed");
	}

	@Test
	void aWaiterThatGivesUpTakesNoOtherWithIt() throws Exception {
		SocksDialer stalled = SocksDialer.of(SocksProxy.parse("socks5://stalled-6.invalid?timeout=400ms"));
		Socket impatient = stalled.socketFactory().createSocket();
		CompletableFuture<Throwable> closed = CompletableFuture.supplyAsync(() -> catchThrowable(
				() -> impatient.connect(InetSocketAddress.createUnresolved("api.example", 22))));
		CompletableFuture<Throwable> patient = CompletableFuture
			.supplyAsync(() -> catchThrowable(() -> stalled.connect("api.example", 22)));
		await().until(() -> RecordingResolverProvider.lookUps.contains("stalled-6.invalid"));
		impatient.close();
		assertThat(closed.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
		assertThat(patient.get(5, TimeUnit.SECONDS)).isInstanceOf(SocksTimeoutException.class);
	}

	@Test
	void oneBudgetCoversLookUpAndHandshake() {
		SocksDialer socks4 = SocksDialer.of(dialer("socks4").proxy().withTimeout(Duration.ofMillis(600)));
		proxy.server().misbehave(Misbehaviour.stallAfter(0));
		long start = System.nanoTime();
		assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> socks4.connect("slow-400.invalid", 22))
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(600), Duration.ofMillis(950));
	}

	@Test
	void dialsThatWantTheSameNameShareALookUp() throws Exception {
		SocksDialer stalled = SocksDialer.of(SocksProxy.parse("socks5://stalled-4.invalid?timeout=300ms"));
		CompletableFuture<?>[] dials = new CompletableFuture<?>[50];
		for (int i = 0; i < dials.length; i++) {
			CompletableFuture<Throwable> dial = new CompletableFuture<>();
			Thread.ofVirtual().start(() -> dial.complete(catchThrowable(() -> stalled.connect("api.example", 22))));
			dials[i] = dial;
		}
		for (CompletableFuture<?> dial : dials) {
			assertThat(dial.get(5, TimeUnit.SECONDS)).isInstanceOf(SocksTimeoutException.class);
		}
		assertThat(RecordingResolverProvider.lookUps).containsExactly("stalled-4.invalid");
	}

}
