package io.github.sockskit.test;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.sockskit.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RelayTests {

	private final SocksServer server = SocksServer.start();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void passesOnTheEndOfTheClientsDataWhileTheAnswerFlows() throws IOException {
		try (Target target = Target.of((socket) -> {
			byte[] all = socket.getInputStream().readAllBytes(); // returns at FIN only
			socket.getOutputStream().write(all);
		}); RawClient client = new RawClient(this.server).connect(target.address())) {
			client.sendText("hello").endOutput();
			assertThat(client.receiveToEnd()).isEqualTo(RawClient.hex("hello"));
		}
	}

	@Test
	void passesOnTheEndOfTheTargetsDataWhileTheClientSends() throws IOException, InterruptedException {
		List<String> received = new ArrayList<>();
		CountDownLatch done = new CountDownLatch(1);
		try (Target target = Target.of((socket) -> {
			socket.shutdownOutput();
			received.add(new String(socket.getInputStream().readAllBytes()));
			done.countDown();
		}); RawClient client = new RawClient(this.server).connect(target.address())) {
			assertThat(client.receiveToEnd()).isEmpty();
			client.sendText("hello").endOutput();
			assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(received).containsExactly("hello");
		}
		eventually("it is closed", () -> this.server.openConnections() == 0);
	}

	@Test
	void aClosedClientEndsTheTargetsConnection() throws IOException, InterruptedException {
		CountDownLatch ended = new CountDownLatch(1);
		try (Target target = Target.of((socket) -> {
			socket.getInputStream().readAllBytes();
			ended.countDown();
		})) {
			new RawClient(this.server).connect(target.address()).close();
			assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
			eventually("it is closed", () -> this.server.openConnections() == 0);
		}
	}

	@Test
	void relaysMuchInBothDirections() throws Exception {
		String much = "0123456789".repeat(300_000);
		ExecutorService sender = Executors.newSingleThreadExecutor();
		try (Target target = Target.echo(); RawClient client = new RawClient(this.server).connect(target.address())) {
			Future<?> sent = sender.submit(() -> {
				client.sendText(much).endOutput();
				return null;
			});
			assertThat(client.receiveText(much.length() + 1).equals(much)).isTrue();
			sent.get();
		}
		finally {
			sender.shutdown();
		}
	}

	@Test
	void bearsHundredsOfConnectionsAtOnce() throws IOException {
		List<RawClient> clients = new ArrayList<>();
		try (Target target = Target.echo()) {
			for (int i = 0; i < 400; i++) {
				clients.add(new RawClient(this.server).send(RawClient.GREETING));
			}
			for (RawClient client : clients) {
				assertThat(client.receive(2)).isEqualTo("05 00");
				client.send(RawClient.connectRequest(target.address()));
			}
			for (RawClient client : clients) {
				assertThat(client.receive(2)).isEqualTo("05 00");
				client.receive(8);
				assertThat(client.sendText("hello").receiveText(5)).isEqualTo("hello");
			}
			assertThat(this.server.openConnections()).isEqualTo(400);
			assertThat(this.server.requests()).hasSize(400);
		}
		finally {
			for (RawClient client : clients) {
				client.close();
			}
		}
		eventually("all are closed", () -> this.server.openConnections() == 0);
	}

	@Test
	void closingEndsEveryConnectionAndThread() throws IOException {
		String prefix = "socks-server-" + this.server.port() + "-";
		try (Target target = Target.echo();
				RawClient idle = new RawClient(this.server);
				RawClient relayed = new RawClient(this.server).connect(target.address());
				RawClient stalled = stalled()) {
			idle.greet();
			assertThat(relayed.sendText("hello").receiveText(5)).isEqualTo("hello");
			assertThat(threads(prefix)).hasSizeGreaterThanOrEqualTo(5).allMatch(Thread::isDaemon);
			this.server.close();
			assertThat(threads(prefix)).isEmpty();
			assertThat(this.server.openConnections()).isZero();
			for (RawClient client : List.of(idle, relayed, stalled)) {
				assertThat(client.receiveToEnd()).isEmpty();
			}
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawClient(this.server));
			this.server.close();
		}
	}

	private RawClient stalled() throws IOException {
		this.server.misbehave(Misbehaviour.stallAfter(2));
		return new RawClient(this.server).greet();
	}

	private static List<Thread> threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().startsWith(prefix))
			.toList();
	}

}
