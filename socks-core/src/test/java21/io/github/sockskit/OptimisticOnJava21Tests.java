package io.github.sockskit;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(60)
class OptimisticOnJava21Tests {

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()));

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	private static SocksDialer dialer() {
		return SocksDialer.of(SocksProxy.parse("socks5://localhost:%d?timeout=30s".formatted(proxy.server().port())))
			.withOptimistic(true);
	}

	@Test
	void anInterruptEndsAReadOfTheReplyAndClosesTheSocket() throws Exception {
		proxy.server().misbehave(Misbehaviour.stallAfter(7));
		SocksSocket socket = dialer().connect("api.example", 22);
		CompletableFuture<Throwable> read = new CompletableFuture<>();
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		Thread reader = Thread.ofVirtual().start(() -> {
			read.complete(catchThrowable(() -> socket.getInputStream().read()));
			flag.complete(Thread.currentThread().isInterrupted());
		});
		await().until(() -> reader.getState() == Thread.State.WAITING
				|| reader.getState() == Thread.State.TIMED_WAITING);
		reader.interrupt();
		assertThat(read.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
		assertThat(flag.get(5, TimeUnit.SECONDS)).as("the flag stays set").isTrue();
		assertThat(socket.isClosed()).isTrue();
		assertThat(catchThrowable(socket::getBoundAddress)).isExactlyInstanceOf(SocketException.class);
		await().until(() -> proxy.server().openConnections() == 0);
	}

	@Test
	void aThousandMayDialAndReadAtOnce() throws Exception {
		SocksDialer dialer = dialer();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<Integer>> dials = new ArrayList<>();
			for (int i = 0; i < 1000; i++) {
				int sent = i & 0xFF;
				dials.add(threads.submit(() -> {
					try (SocksSocket socket = dialer.connect("api.example", 22)) {
						Future<Integer> reader = threads.submit(() -> socket.getInputStream().read());
						socket.getOutputStream().write(sent);
						return reader.get();
					}
				}));
			}
			for (int i = 0; i < 1000; i++) {
				assertThat(dials.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i & 0xFF);
			}
		}
	}

}
