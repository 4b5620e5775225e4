package io.github.sockskit;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.interop.PrivateAuthority;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Virtual threads over TLS and unix-domain sockets.
 */
@Timeout(60)
class OtherTransportsOnJava21Tests {

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()));

	@TempDir
	static Path directory;

	private static Relay onPath;

	private static Relay inTls;

	private static Relay wire;

	private static SocksDialer overPath;

	private static SocksDialer overTls;

	@BeforeAll
	static void listen() throws Exception {
		PrivateAuthority authority = new PrivateAuthority();
		onPath = Relay.onPath(directory.resolve("socks"), proxy.server().address());
		inTls = Relay.inTls(authority.serverSocketFactory(), "TLSv1.3", proxy.server().address());
		wire = Relay.onPort(inTls.address());
		overPath = SocksDialer.of(SocksProxy.builder(SocksVersion.SOCKS5, directory.resolve("socks")).build());
		overTls = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + wire.address().getPort()))
			.withTls(authority.clientSocketFactory());
	}

	@AfterAll
	static void close() throws IOException {
		wire.close();
		inTls.close();
		onPath.close();
		target.close();
	}

	private static Throwable interrupted(SocksDialer dialer, Callable<Boolean> underWay) throws Exception {
		CompletableFuture<Throwable> dial = new CompletableFuture<>();
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		Thread thread = Thread.ofVirtual().start(() -> {
			dial.complete(catchThrowable(() -> dialer.connect("api.example", 22)));
			flag.complete(Thread.currentThread().isInterrupted());
		});
		await().until(underWay);
		thread.interrupt();
		assertThat(flag.get(5, TimeUnit.SECONDS)).as("the flag stays set").isTrue();
		return dial.get(5, TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2, 5 })
	void anInterruptEndsADialOverAPathAtOnce(int stalledAfter) throws Exception {
		onPath.after(stalledAfter, Relay.Then.STALL);
		assertThat(interrupted(overPath, () -> onPath.openConnections() == 1))
			.isExactlyInstanceOf(SocketException.class);
		await().until(() -> onPath.openConnections() == 0);
		onPath.reset();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, 600 })
	void anInterruptEndsATlsHandshakeAtOnce(int stalledAfter) throws Exception {
		wire.after(stalledAfter, Relay.Then.STALL);
		assertThat(interrupted(overTls, () -> wire.openConnections() == 1)).isExactlyInstanceOf(SocketException.class);
		await().until(() -> wire.openConnections() == 0);
		wire.reset();
	}

	@Test
	void aThousandMayWaitOverAPathAtOnce() throws Exception {
		SocksDialer patient = SocksDialer.of(overPath.proxy().withTimeout(Duration.ofSeconds(30)));
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<SocksSocket> sockets = new ArrayList<>();
			List<Future<SocksSocket>> dials = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				dials.add(threads.submit(() -> patient.connect("api.example", 22)));
			}
			for (Future<SocksSocket> dial : dials) {
				sockets.add(dial.get(30, TimeUnit.SECONDS));
			}
			List<Future<Integer>> answers = new ArrayList<>();
			for (SocksSocket socket : sockets) {
				answers.add(threads.submit(() -> {
					try (socket) {
						return socket.getInputStream().read();
					}
				}));
			}
			// All wait before the first is answered.
			for (int i = 0; i < 1000; i++) {
				sockets.get(i).getOutputStream().write(i & 0xFF);
			}
			for (int i = 0; i < 1000; i++) {
				assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i & 0xFF);
			}
		}
		await().until(() -> onPath.openConnections() == 0);
	}

}
