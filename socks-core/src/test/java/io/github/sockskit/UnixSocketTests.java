package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.internal.transport.Readiness;
import io.github.sockskit.internal.transport.TlsCarrier;
import io.github.sockskit.internal.transport.UnixSocket;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Background.failureOf;
import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(30)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class UnixSocketTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()).map("192.0.2.7", target.address()));

	@RegisterExtension
	static final SocksServerExtension withPassword = new SocksServerExtension(
			SocksServer.builder().credentials("jane", "s3cret").map("api.example", target.address()));

	@TempDir
	static Path directory;

	private static Path path;

	private static Path pathWithPassword;

	private static Relay relay;

	private static Relay relayWithPassword;

	@BeforeAll
	static void listen() {
		path = directory.resolve("socks");
		pathWithPassword = directory.resolve("socks with password");
		relay = Relay.onPath(path, proxy.server().address());
		relayWithPassword = Relay.onPath(pathWithPassword, withPassword.server().address());
	}

	@AfterAll
	static void close() throws IOException {
		relay.close();
		relayWithPassword.close();
		target.close();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		relay.reset();
		await().until(() -> relay.openConnections() + relayWithPassword.openConnections() == 0);
	}

	private static SocksDialer dialer(SocksVersion version) {
		return SocksDialer.of(SocksProxy.builder(version, path).timeout(LIMIT).build());
	}

	private static SocksSocket connected() throws IOException {
		return dialer(SocksVersion.SOCKS5).connect("api.example", 22);
	}

	private static void awaitThreadIn(String method) {
		await().atMost(Duration.ofSeconds(20))
			.until(() -> Thread.getAllStackTraces()
				.values()
				.stream()
				.anyMatch((frames) -> Arrays.stream(frames)
					.anyMatch((frame) -> frame.getClassName().equals(Readiness.class.getName())
							&& frame.getMethodName().equals(method))));
	}

	@ParameterizedTest
	@ValueSource(classes = { UnixSocket.class, TlsCarrier.class })
	void everyPublicMethodOfSocketIsOverridden(Class<? extends Socket> type) {
		assertThat(Arrays.stream(Socket.class.getMethods())
			.filter((method) -> method.getDeclaringClass() == Socket.class)
			.filter((method) -> !Modifier.isStatic(method.getModifiers())))
			.hasSizeGreaterThan(40)
			.allSatisfy((Method method) -> assertThat(
					type.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass())
				.as(method.toString())
				.isEqualTo(type));
	}

	@ParameterizedTest
	@EnumSource
	void dataArriveBothWays(SocksVersion version) throws Exception {
		try (SocksSocket socket = dialer(version).connect("192.0.2.7", 22)) {
			socket.getOutputStream().write("ping".getBytes());
			socket.getOutputStream().write('!');
			assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("ping");
			assertThat(socket.getInputStream().read()).isEqualTo('!');
			assertThat(socket.getSoTimeout()).isZero();
			assertThat(socket.getPort()).isEqualTo(22);
			assertThat(socket).asString().contains(path.toString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "0.0.0.0", "::" })
	void theRelayForDatagramsOfAProxyWithoutAnAddressIsOnThisMachine(String bound) throws Exception {
		proxy.server().misbehave(Misbehaviour.boundAddress(bound, 0));
		try (DatagramEcho echo = new DatagramEcho("127.0.0.1");
				SocksDatagramSocket socket = dialer(SocksVersion.SOCKS5).associate()) {
			assertThat(socket.getBoundAddress().getAddress().isLoopbackAddress()).isTrue();
			socket.setSoTimeout((int) LIMIT.toMillis());
			HostAndPort destination = new HostAndPort("127.0.0.1", echo.port());
			socket.send("ping".getBytes(), destination);
			assertThat(socket.receive(ByteBuffer.allocate(9))).isEqualTo(destination);
		}
	}

	@Test
	void theEndOfAnAssociationIsTold() throws Exception {
		proxy.server().misbehave(Misbehaviour.closeAfter(12));
		try (SocksDatagramSocket socket = dialer(SocksVersion.SOCKS5).associate()) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.receive(ByteBuffer.allocate(9)))
				.withMessageContaining("closed the control connection");
		}
	}

	@Test
	void isDialledByItsUri() throws Exception {
		SocksProxy jane = SocksProxy.builder(SocksVersion.SOCKS5, pathWithPassword)
			.username("jane")
			.password("s3cret")
			.build();
		String uri = jane.toString().replace("***", "s3cret");
		assertThat(uri).contains("socks%20with%20password");
		try (SocksSocket socket = SocksDialer.of(SocksProxy.parse(uri)).connect("api.example", 22)) {
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void isReadAndWrittenAtTheSameTime() throws Exception {
		byte[] chunk = new byte[1 << 20];
		new Random(1928).nextBytes(chunk);
		byte[] end = new byte[chunk.length];
		AtomicBoolean full = new AtomicBoolean();
		try (SocksSocket socket = connected()) {
			CompletableFuture<Throwable> writing = failureOf(() -> {
				while (!full.get()) {
					socket.getOutputStream().write(chunk);
				}
				socket.getOutputStream().write(end);
			});
			awaitThreadIn("awaitWritable"); // nobody reads, so the buffers fill up
			full.set(true);
			byte[] read = socket.getInputStream().readNBytes(chunk.length);
			while (!Arrays.equals(read, end)) {
				assertThat(read).isEqualTo(chunk);
				read = socket.getInputStream().readNBytes(chunk.length);
			}
			assertThat(writing.get(5, TimeUnit.SECONDS)).isNull();
		}
	}

	@ParameterizedTest(name = "after {0} bytes")
	@CsvSource({ "0,METHOD", "1,METHOD", "2,AUTHENTICATION", "3,AUTHENTICATION", "4,REQUEST", "5,REQUEST", "6,REQUEST",
			"7,REQUEST", "8,REQUEST", "9,REQUEST", "10,REQUEST", "11,REQUEST", "12,REQUEST", "13,REQUEST" })
	void aProxyThatStallsOrClosesAtAnyByteFailsAtThatStep(int bytes, Step step) {
		SocksProxy jane = SocksProxy.builder(SocksVersion.SOCKS5, pathWithPassword)
			.username("jane")
			.password("s3cret")
			.build();
		withPassword.server().misbehave(Misbehaviour.stallAfter(bytes));
		long start = System.nanoTime();
		SocksTimeoutException stalled = catchThrowableOfType(SocksTimeoutException.class,
				() -> SocksDialer.of(jane.withTimeout(Duration.ofMillis(300))).connect("api.example", 22));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300), LIMIT);
		assertThat(stalled.getStep()).isEqualTo(step);
		assertThat(stalled).hasCauseInstanceOf(SocketTimeoutException.class)
			.hasMessageContaining("300ms")
			.hasMessageContaining("socks%20with%20password");
		assertThat(stalled.getProxy()).isEqualTo(new HostAndPort("localhost", 0));
		assertThat(stalled.getProxyPath()).isEqualTo(pathWithPassword.toString());

		withPassword.server().misbehave(Misbehaviour.closeAfter(bytes));
		SocksProtocolException closed = catchThrowableOfType(SocksProtocolException.class,
				() -> SocksDialer.of(jane).connect("api.example", 22));
		assertThat(closed.getStep()).isEqualTo(step);
		assertThat(closed).hasMessageContaining("closed the connection");
	}

	@Test
	void aProxyThatDripsCannotStretchTheDeadline() {
		relay.after(0, Relay.Then.DRIP);
		long start = System.nanoTime();
		assertThatExceptionOfType(SocksTimeoutException.class)
			.isThrownBy(() -> SocksDialer.of(dialer(SocksVersion.SOCKS5).proxy().withTimeout(Duration.ofMillis(100)))
				.connect("api.example", 22));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(550));
	}

	@Test
	void aPathWithoutAListenerIsNamed() throws Exception {
		Path stale = directory.resolve("stale");
		ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(stale)).close();
		for (Path dead : List.of(stale, directory.resolve("missing"), directory.resolve("x".repeat(200)))) {
			assertThatExceptionOfType(SocksConnectException.class)
				.isThrownBy(() -> SocksDialer.of(SocksProxy.builder(SocksVersion.SOCKS5, dead).build()).connect("a", 1))
				.withMessageContaining(dead.toString())
				.withMessageContaining("check that the proxy runs and that the path is right")
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.CONNECT))
				.satisfies((ex) -> assertThat(ex.getProxyPath()).isEqualTo(dead.toString()));
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aFullQueueTakesTheBudgetAndNotMoreAndClosingEndsTheWait() throws Exception {
		UnixDomainSocketAddress full = UnixDomainSocketAddress.of(directory.resolve("full"));
		List<SocketChannel> queued = new ArrayList<>();
		try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(full, 1)) {
			fill(full, queued);
			SocksProxy silent = SocksProxy.builder(SocksVersion.SOCKS5, full.getPath())
				.timeout(Duration.ofMillis(200))
				.build();
			assertThatExceptionOfType(SocksTimeoutException.class)
				.isThrownBy(() -> SocksDialer.of(silent).connect("api.example", 22))
				.withMessageContaining("200ms")
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.CONNECT));

			Socket socket = SocksDialer.of(silent.withTimeout(LIMIT)).socketFactory().createSocket();
			CompletableFuture<Throwable> dial = failureOf(() -> {
				socket.connect(InetSocketAddress.createUnresolved("api.example", 22));
			});
			await().until(() -> Thread.getAllStackTraces()
				.values()
				.stream()
				.anyMatch((frames) -> frames.length > 0
						&& frames[0].getClassName().equals("sun.nio.ch.UnixDomainSockets")));
			socket.close();
			assertThat(dial.get(1, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
				.hasMessage("Socket closed");
		}
		finally {
			for (SocketChannel channel : queued) {
				channel.close();
			}
		}
	}

	private static void fill(UnixDomainSocketAddress address, List<SocketChannel> queued) throws IOException {
		for (int i = 0; i < 100; i++) {
			SocketChannel filler = SocketChannel.open(StandardProtocolFamily.UNIX);
			queued.add(filler);
			filler.configureBlocking(false);
			try {
				filler.connect(address);
			}
			catch (SocketException ex) {
				return; // EAGAIN
			}
		}
		throw new IllegalStateException("the queue does not fill up");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2, 5 })
	void closingEndsADialAtOnce(int stalledAfter) throws Exception {
		relay.after(stalledAfter, Relay.Then.STALL);
		Socket socket = dialer(SocksVersion.SOCKS5).socketFactory().createSocket();
		CompletableFuture<Throwable> dial = failureOf(() -> {
			socket.connect(InetSocketAddress.createUnresolved("api.example", 22));
		});
		await().until(() -> relay.openConnections() == 1);
		socket.close();
		assertThat(dial.get(1, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket closed");
	}

	@Test
	void closingEndsWriting() throws Exception {
		SocksSocket socket = connected();
		CompletableFuture<Throwable> writing = failureOf(() -> {
			while (true) {
				socket.getOutputStream().write(new byte[1 << 20]);
			}
		});
		awaitThreadIn("awaitWritable");
		socket.close();
		assertThat(writing.get(1, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket closed");
	}

	@Test
	void closingAStreamEndsReading() throws Exception {
		SocksSocket socket = connected();
		CompletableFuture<Throwable> reading = failureOf(() -> socket.getInputStream().read());
		awaitThreadIn("awaitReadable");
		socket.getOutputStream().close();
		assertThat(reading.get(1, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket closed");
		assertThat(socket.isClosed()).isTrue();
		assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getInputStream);
	}

	@Test
	void anInterruptEndsReadingAndClosesTheSocket() throws Exception {
		SocksSocket socket = connected();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			failure.complete(catchThrowable(() -> socket.getInputStream().read()));
			flag.complete(Thread.currentThread().isInterrupted());
		});
		thread.start();
		awaitThreadIn("awaitReadable");
		thread.interrupt();
		assertThat(failure.get(1, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Closed by interrupt");
		assertThat(flag.get(1, TimeUnit.SECONDS)).isTrue();
		assertThat(socket.isClosed()).isTrue();
	}

	@Test
	void theReadTimeoutHoldsAndReadingMayGoOn() throws Exception {
		try (SocksSocket socket = connected()) {
			socket.setSoTimeout(50);
			InputStream in = socket.getInputStream();
			long start = System.nanoTime();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(50), LIMIT);
			socket.setSoTimeout(5000);
			socket.getOutputStream().write('x');
			assertThat(in.read()).isEqualTo('x');
			assertThat(in.read(new byte[0])).isZero();
		}
	}

	@Test
	void halfCloseLetsTheRestArrive() throws Exception {
		try (SocksSocket socket = connected()) {
			socket.getOutputStream().write("all of it".getBytes());
			socket.shutdownOutput();
			assertThat(socket.isOutputShutdown()).isTrue();
			assertThat(new String(socket.getInputStream().readAllBytes())).isEqualTo("all of it");
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void shuttingDownInputEndsReading() throws Exception {
		try (SocksSocket socket = connected()) {
			CompletableFuture<Throwable> reading = failureOf(
					() -> assertThat(socket.getInputStream().read()).isEqualTo(-1));
			awaitThreadIn("awaitReadable");
			socket.shutdownInput();
			assertThat(reading.get(1, TimeUnit.SECONDS)).isNull();
			assertThat(socket.isInputShutdown()).isTrue();
		}
	}

	@Test
	void whatOnlyTcpHasIsAcceptedAndMeansNothing() throws Exception {
		try (Socket socket = dialer(SocksVersion.SOCKS5).socketFactory().createSocket()) {
			for (int i = 0; i < 2; i++) {
				socket.setTcpNoDelay(true);
				socket.setKeepAlive(true);
				socket.setReuseAddress(true);
				socket.setOOBInline(true);
				socket.setTrafficClass(8);
				socket.setPerformancePreferences(1, 2, 3);
				assertThat(socket.getTcpNoDelay() || socket.getKeepAlive() || socket.getReuseAddress()
						|| socket.getOOBInline())
					.isFalse();
				assertThat(socket.getTrafficClass()).isZero();
				socket.setSoLinger(true, 7);
				assertThat(socket.getSoLinger()).isEqualTo(7);
				socket.setSoLinger(false, 0);
				assertThat(socket.getSoLinger()).isEqualTo(-1);
				socket.setReceiveBufferSize(10_000);
				assertThat(socket.getReceiveBufferSize()).isBetween(10_000, 20_000);
				socket.setOption(StandardSocketOptions.SO_SNDBUF, 10_000);
				assertThat(socket.getSendBufferSize()).isBetween(10_000, 20_000);
				assertThat(socket.supportedOptions()).contains(StandardSocketOptions.SO_RCVBUF)
					.doesNotContain(StandardSocketOptions.TCP_NODELAY);
				assertThat(socket.setOption(StandardSocketOptions.TCP_NODELAY, true)).isSameAs(socket);
				assertThatExceptionOfType(UnsupportedOperationException.class)
					.isThrownBy(() -> socket.setOption(StandardSocketOptions.IP_TOS, 1));
				assertThatIllegalArgumentException().isThrownBy(() -> socket.setReceiveBufferSize(0));
				assertThatIllegalArgumentException().isThrownBy(() -> socket.setTrafficClass(256));
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.bind(null));
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.sendUrgentData(1));
				assertThat(socket.getLocalAddress().isAnyLocalAddress()).isTrue();
				assertThat(socket.getLocalPort()).isEqualTo(-1);
				assertThat(socket.getLocalSocketAddress()).isNull();
				assertThat(socket.getChannel()).isNull();
				if (i == 0) {
					socket.connect(InetSocketAddress.createUnresolved("api.example", 22));
				}
			}
		}
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> dialer(SocksVersion.SOCKS5).socketFactory()
			.createSocket("api.example", 22, InetAddress.getLoopbackAddress(), 0));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void noDescriptorIsLeftWhateverFails() throws Exception {
		SocksDialer impatient = SocksDialer.of(dialer(SocksVersion.SOCKS5).proxy().withTimeout(Duration.ofMillis(50)));
		SocksDialer dead = SocksDialer
			.of(SocksProxy.builder(SocksVersion.SOCKS5, directory.resolve("missing")).build());
		Descriptors.assertNoneLeftBy(() -> {
			connected().close();
			assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> dead.connect("a", 1));
			relay.after(3, Relay.Then.STALL);
			assertThatExceptionOfType(SocksTimeoutException.class)
				.isThrownBy(() -> impatient.connect("api.example", 1));
			relay.after(3, Relay.Then.CLOSE);
			assertThatExceptionOfType(SocksProtocolException.class)
				.isThrownBy(() -> dialer(SocksVersion.SOCKS5).connect("api.example", 1));
			relay.reset();
			await().until(() -> relay.openConnections() == 0);
		});
	}

	@Test
	void isTheFirstOfAChainOnlyAndWithoutTls() throws Exception {
		SocksDialer first = dialer(SocksVersion.SOCKS5);
		SocksDialer second = SocksDialer
			.of(SocksProxy.builder(SocksVersion.SOCKS4A, "127.0.0.1", proxy.server().port()).build());
		try (SocksSocket socket = second.through(first).connect("api.example", 22)) {
			socket.getOutputStream().write('x');
			assertThat(socket.getInputStream().read()).isEqualTo('x');
		}
		assertThatIllegalArgumentException().isThrownBy(() -> first.through(second))
			.withMessageContaining("through another");
		assertThatIllegalArgumentException().isThrownBy(() -> second.through(first).through(second));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> first.withTls((SSLSocketFactory) SSLSocketFactory.getDefault()))
			.withMessageContaining("without TLS");
	}

}
