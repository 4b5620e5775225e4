package io.github.sockskit;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(60)
class VirtualThreadsOnJava21Tests {

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()));

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	private static Throwable interrupted(SocksDialer dialer, Callable<Boolean> underWay)
			throws Exception {
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
	void anInterruptEndsAHandshakeAtOnce(int stalledAfter) throws Exception {
		proxy.server().misbehave(Misbehaviour.stallAfter(stalledAfter));
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + proxy.server().port()));
		assertThat(interrupted(dialer, () -> proxy.server().openConnections() == 1))
			.isExactlyInstanceOf(SocketException.class);
		await().until(() -> proxy.server().openConnections() == 0);
	}

	@Test
	void anInterruptEndsATrialAndTheDialBesideItAtOnce() throws Exception {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + proxy.server().port()));
		dialer.connect("api.example", 22).close();
		proxy.server().misbehave(Misbehaviour.stallAfter(2));
		assertThat(interrupted(dialer, () -> proxy.server().connections() == 3))
			.isExactlyInstanceOf(SocketException.class);
		await().until(() -> proxy.server().openConnections() == 0);
		assertThat(dialer.pipelining()).hasToString("LEARNED");
	}

	@Test
	void anInterruptEndsTheWaitForTheDialBesideATrialAtOnce() throws Exception {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + proxy.server().port()));
		dialer.connect("api.example", 22).close();
		await().until(() -> proxy.server().openConnections() == 0);
		proxy.server().misbehaveOnce(Misbehaviour.drip(Duration.ofMillis(200)).and(Misbehaviour.closeAfter(1)));
		proxy.server().misbehaveOnce(Misbehaviour.stallAfter(2));
		assertThat(interrupted(dialer,
				() -> proxy.server().connections() == 3 && proxy.server().openConnections() == 1))
			.isExactlyInstanceOf(SocketException.class);
		await().until(() -> proxy.server().openConnections() == 0);
	}

	@Test
	void anInterruptEndsALookUpAtOnce() throws Exception {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://stalled-5.invalid"));
		assertThat(interrupted(dialer, () -> RecordingResolverProvider.lookUps.contains("stalled-5.invalid")))
			.isExactlyInstanceOf(SocketException.class);
	}

	/** Who waits in, or for, its initialization keeps a carrier to itself. */
	private static final class Pin {

		private static final CountDownLatch held = new CountDownLatch(1);

		private static final class Held {

			static {
				try {
					held.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}

			static void touch() {
			}

		}

	}

	@Test
	void theBudgetHoldsThoughTheDialBesideATrialGetsNoCarrier() throws Exception {
		SocksDialer dialer = SocksDialer
			.of(SocksProxy.parse("socks5://127.0.0.1:%d?timeout=2s".formatted(proxy.server().port())));
		dialer.connect("api.example", 22).close();
		proxy.server().misbehave(Misbehaviour.stallAfter(2));
		List<Thread> pinned = new ArrayList<>();
		for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
			pinned.add(Thread.ofVirtual().start(Pin.Held::touch));
		}
		try {
			await().until(() -> pinned.stream().noneMatch((thread) -> thread.getState() == Thread.State.NEW));
			assertThat(Background.failureOf(() -> dialer.connect("api.example", 22)).get(10, TimeUnit.SECONDS))
				.isInstanceOf(SocksTimeoutException.class);
			assertThat(dialer.pipelining()).hasToString("LEARNED");
		}
		finally {
			Pin.held.countDown();
		}
	}

	@Test
	void anInterruptEndsAReceiveAndTheAssociation() throws Exception {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + proxy.server().port()));
		SocksDatagramSocket socket = dialer.associate();
		CompletableFuture<Throwable> receive = new CompletableFuture<>();
		Thread thread = Thread.ofVirtual()
			.start(() -> receive.complete(catchThrowable(() -> socket.receive(ByteBuffer.allocate(9)))));
		await().until(() -> thread.getState() == Thread.State.WAITING);
		thread.interrupt();
		assertThat(receive.get(5, TimeUnit.SECONDS)).isInstanceOf(SocketException.class)
			.hasMessageNotContaining("association");
		assertThat(socket.isClosed()).isTrue();
		await().until(() -> proxy.server().openConnections() == 0);
	}

	@Test
	void aThousandMayDialAtOnce() throws Exception {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://localhost:%d?timeout=30s".formatted(proxy.server().port())));
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Integer>> dials = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				int sent = i & 0xFF;
				dials.add(threads.submit(() -> {
					try (SocksSocket socket = dialer.connect("api.example", 22)) {
						socket.getOutputStream().write(sent);
						return socket.getInputStream().read();
					}
				}));
			}
			for (int i = 0; i < 1000; i++) {
				assertThat(dials.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i & 0xFF);
			}
		}
	}

}
