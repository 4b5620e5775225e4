package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sockskit.auth.PrivateMethod;
import io.github.sockskit.internal.transport.Deadline;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.sockskit.Background.failureOf;
import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Dials that do not wait for the proxy's last word: against a proxy that says what the
 * test tells it to when the test does, and against a server.
 */
@Timeout(30)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class OptimisticTests {

	private static final String GRANTED = "05 00 00 01 7f 00 00 01 04 38";

	private static final String REFUSED = "05 05 00 01 00 00 00 00 00 00";

	private static final String GREETING = "05 01 00";

	private static final String REQUEST = "05 01 00 03 03 66 6f 6f 00 50";

	private static final String PING = "70 69 6e 67";

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final EchoServer target = new EchoServer("");

	private static final EchoServer talkative = new EchoServer("SSH-2.0-banner\r\n");

	@RegisterExtension
	static final SocksServerExtension server = new SocksServerExtension(SocksServer.builder()
		.map("api.example", target.address())
		.map("192.0.2.7", target.address())
		.map("ssh.example", talkative.address()));

	@RegisterExtension
	static final SocksServerExtension withPassword = new SocksServerExtension(
			SocksServer.builder().credentials("jane", "s3cret").map("api.example", target.address()));

	@AfterAll
	static void closeTargets() throws IOException {
		target.close();
		talkative.close();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		await().until(() -> server.server().openConnections() + withPassword.server().openConnections() == 0);
	}

	private static SocksDialer dialer(SocksVersion version) {
		return SocksDialer.of(SocksProxy.builder(version, "127.0.0.1", server.server().port()).timeout(LIMIT).build())
			.withOptimistic(true);
	}

	/** Up to where the request is written and nothing was said about it. */
	private static SocksSocket asked(ScriptedProxy proxy, Duration budget) throws Exception {
		SocksDialer dialer = SocksDialer.of(proxy.dialer("socks5").proxy().withTimeout(budget)).withOptimistic(true);
		CompletableFuture<Throwable> answers = failureOf(() -> {
			assertThat(proxy.heard()).isEqualTo(GREETING);
			proxy.say("05 00");
			assertThat(proxy.heard()).isEqualTo(REQUEST);
		});
		SocksSocket socket = dialer.connect("foo", 80);
		assertThat(answers.get(5, TimeUnit.SECONDS)).isNull();
		return socket;
	}

	private static SocksSocket asked(ScriptedProxy proxy) throws Exception {
		return asked(proxy, LIMIT);
	}

	/** The socket below, whose options are those of the wire. */
	private static Socket wire(SocksSocket socket) throws ReflectiveOperationException {
		Field transport = SocksSocket.class.getDeclaredField("transport");
		transport.setAccessible(true);
		return ((Transport) transport.get(socket)).socket();
	}

	private static byte[] bytes(String hex) {
		return HexFormat.ofDelimiter(" ").parseHex(hex);
	}

	@Test
	void isOptIn() {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://proxy.example"));
		assertThat(dialer.isOptimistic()).isFalse();
		SocksDialer optimistic = dialer.withOptimistic(true);
		assertThat(optimistic.isOptimistic()).isTrue();
		assertThat(optimistic.isPlain()).isTrue();
		assertThat(optimistic.withDns(DnsMode.REMOTE).isOptimistic()).isTrue();
		assertThat(optimistic.through(dialer).isOptimistic()).isTrue();
		assertThat(dialer.through(optimistic).isOptimistic()).isFalse();
		assertThat(optimistic.withOptimistic(false).isOptimistic()).isFalse();
		assertThat(optimistic).hasToString("socks5://proxy.example:1080 (SOCKS5, DNS AUTO, optimistic)");
	}

	@Test
	void dataLeaveRightBehindTheRequestAndTheReplyIsReadBeforeTheAnswer() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			assertThat(socket.isConnected()).isTrue();
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(InetSocketAddress.createUnresolved("foo", 80));
			socket.getOutputStream().write(bytes(PING));
			assertThat(proxy.heard()).isEqualTo(PING);
			proxy.say(GRANTED + " 70 6f 6e 67");
			InputStream in = socket.getInputStream();
			assertThat(new String(in.readNBytes(4))).isEqualTo("pong");
			assertThat(socket.getBoundAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 1080));
			socket.getOutputStream().write('!');
			assertThat(proxy.heard()).isEqualTo("21");
		}
	}

	@ParameterizedTest
	@CsvSource({ "socks4, 192.0.2.7, 04 01 00 50 c0 00 02 07 00",
			"socks4a, foo, 04 01 00 50 00 00 00 01 00 66 6f 6f 00" })
	void socks4NeedsNoReplyAtAll(String scheme, String host, String request) throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy();
				SocksSocket socket = proxy.dialer(scheme).withOptimistic(true).connect(host, 80)) {
			assertThat(proxy.heard()).isEqualTo(request);
			socket.getOutputStream().write(bytes(PING));
			assertThat(proxy.heard()).isEqualTo(PING);
			proxy.say("00 5a 00 00 00 00 00 00 70 6f 6e 67");
			assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("pong");
		}
	}

	@ParameterizedTest
	@EnumSource(SocksVersion.class)
	void anySplitOfTheRepliesGivesTheSameData(SocksVersion version) throws Exception {
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.NONE, Misbehaviour.split(),
				Misbehaviour.split().and(Misbehaviour.boundAddress("bound.example", 7)),
				Misbehaviour.delayReply(Duration.ofMillis(20)))) {
			server.server().misbehave(misbehaviour);
			try (SocksSocket socket = dialer(version).connect("192.0.2.7", 80)) {
				byte[] load = new byte[1 << 17];
				CompletableFuture<Throwable> writer = failureOf(() -> socket.getOutputStream().write(load));
				assertThat(socket.getInputStream().readNBytes(load.length)).isEqualTo(load);
				assertThat(writer.get(5, TimeUnit.SECONDS)).isNull();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(SocksVersion.class)
	void aTargetThatSpeaksFirstIsHeard(SocksVersion version) throws Exception {
		server.server().map("192.0.2.9", talkative.address());
		server.server().misbehave(Misbehaviour.coalesce());
		try (SocksSocket socket = dialer(version).connect("192.0.2.9", 22)) {
			assertThat(new String(socket.getInputStream().readNBytes(16))).isEqualTo("SSH-2.0-banner\r\n");
		}
	}

	@Test
	void aPasswordIsAskedForBefore() throws Exception {
		SocksProxy proxy = SocksProxy.parse("socks5://jane:s3cret@127.0.0.1:" + withPassword.server().port());
		try (SocksSocket socket = SocksDialer.of(proxy).withOptimistic(true).connect("api.example", 80)) {
			socket.getOutputStream().write('x');
			assertThat(socket.getInputStream().read()).isEqualTo('x');
		}
		SocksProxy wrong = SocksProxy.parse("socks5://jane:wr0ng@127.0.0.1:" + withPassword.server().port());
		assertThatExceptionOfType(SocksAuthenticationException.class)
			.isThrownBy(() -> SocksDialer.of(wrong).withOptimistic(true).connect("api.example", 80));
	}

	@Test
	void aRefusalShowsAtTheFirstReadAndAtEachUseAfterThat() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			InputStream in = socket.getInputStream();
			OutputStream out = socket.getOutputStream();
			proxy.say(REFUSED);
			SocksReplyException first = catchThrowableOfType(SocksReplyException.class, in::read);
			assertThat(first.getReplyCode()).isEqualTo(ReplyCode.CONNECTION_REFUSED);
			assertThat(first.getStep()).isEqualTo(Step.REQUEST);
			assertThat(socket.isClosed()).isTrue();
			for (ThrowingCallable use : List.<ThrowingCallable>of(in::read, () -> in.read(new byte[9]), in::available,
					() -> out.write(1), socket::getBoundAddress, socket::getInputStream, socket::getOutputStream,
					socket::shutdownOutput, socket::shutdownInput)) {
				assertThat(catchThrowableOfType(SocksReplyException.class, use)).isNotSameAs(first)
					.hasMessage(first.getMessage())
					.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.CONNECTION_REFUSED))
					.satisfies((ex) -> assertThat(ex.getTarget()).isEqualTo(new HostAndPort("foo", 80)));
			}
		}
	}

	@Test
	void everyKindOfFailureIsTheOneThatConnectHasOtherwise() throws Exception {
		for (String reply : List.of(REFUSED, "05 63 00 01", "48 54 54 50", "05 00 00 09", "05 00", "")) {
			Throwable[] failures = new Throwable[2];
			for (int i = 0; i < 2; i++) {
				try (ScriptedProxy proxy = new ScriptedProxy()) {
					SocksDialer dialer = proxy.dialer("socks5").withOptimistic(i == 1);
					CompletableFuture<Throwable> failure = failureOf(() -> {
						try (SocksSocket socket = dialer.connect("foo", 80)) {
							assertThat(dialer.isOptimistic()).isTrue();
							InputStream in = socket.getInputStream();
							Throwable first = catchThrowable(in::read);
							assertThatExceptionOfType(SocksException.class).isThrownBy(in::read)
								.withMessage(first.getMessage());
							throw first;
						}
					});
					proxy.heard();
					proxy.say("05 00").heard();
					if (!reply.isEmpty()) {
						proxy.say(reply);
					}
					proxy.hangUp();
					failures[i] = failure.get(5, TimeUnit.SECONDS);
				}
			}
			assertThat(failures[1]).as(reply)
				.isInstanceOf(SocksException.class)
				.hasSameClassAs(failures[0])
				.hasMessage(failures[0].getMessage()
					.replaceFirst(":[0-9]+ ", ":%d ".formatted(((SocksException) failures[1]).getProxy().port())));
		}
	}

	@Test
	void aRefusalThatIsThereShowsAtAWrite() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			OutputStream out = socket.getOutputStream();
			out.write('x');
			proxy.say(REFUSED);
			assertThat(await().until(() -> catchThrowable(() -> out.write('x')), (ex) -> ex != null))
				.isInstanceOf(SocksReplyException.class);
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void aWriteThatFailsSaysWhatTheProxyHadSaid() throws Exception {
		server.server().misbehave(Misbehaviour.refuse(5).and(Misbehaviour.delayReply(Duration.ofMillis(50))));
		try (SocksSocket socket = dialer(SocksVersion.SOCKS5).connect("api.example", 80)) {
			OutputStream out = socket.getOutputStream();
			byte[] load = new byte[1 << 22];
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> {
				while (true) {
					out.write(load);
				}
			});
		}
	}

	@Test
	void aWriterThatIsBlockedIsToldWhatTheReaderIsTold() throws Exception {
		CompletableFuture<Void> full = new CompletableFuture<>();
		CompletableFuture<Void> told = new CompletableFuture<>();
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			connection.expect(GREETING);
			connection.say("05 00");
			connection.expect(REQUEST);
			full.join();
			connection.say("05 05 00 01 00 00 00 00 00 00");
			told.join();
		});
				SocksSocket socket = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + proxy.port()))
					.withOptimistic(true)
					.connect("foo", 80)) {
			OutputStream out = socket.getOutputStream();
			AtomicLong written = new AtomicLong();
			CompletableFuture<Throwable> writer = failureOf(() -> {
				while (true) {
					out.write(new byte[1 << 16]);
					written.incrementAndGet();
				}
			});
			AtomicLong before = new AtomicLong();
			await().pollInterval(Duration.ofMillis(50))
				.until(() -> written.get() > 0 && before.getAndSet(written.get()) == written.get());
			full.complete(null);
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(writer.get(5, TimeUnit.SECONDS)).isInstanceOf(SocksReplyException.class);
			told.complete(null);
		}
	}

	@Test
	void whoOnlyWritesIsToldThatTheBudgetIsSpent() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy, Duration.ofMillis(300))) {
			OutputStream out = socket.getOutputStream();
			assertThat(await().until(() -> catchThrowable(() -> out.write('x')), (ex) -> ex != null))
				.isInstanceOf(SocksTimeoutException.class)
				.hasMessageContaining("took longer than 300ms")
				.hasCauseInstanceOf(SocketTimeoutException.class);
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void aReaderThatWaitsDoesNotBlockAWriter() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			CompletableFuture<Throwable> reader = failureOf(
					() -> assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(bytes(PING)));
			awaitReader();
			for (int i = 0; i < 3; i++) {
				socket.getOutputStream().write(bytes(PING));
				assertThat(proxy.heard()).isEqualTo(PING);
			}
			assertThat(socket.getInputStream().available()).isZero();
			proxy.say(GRANTED).say(PING);
			assertThat(reader.get(5, TimeUnit.SECONDS)).isNull();
		}
	}

	private static void awaitReader() {
		await().until(() -> Thread.getAllStackTraces().entrySet().stream().anyMatch((entry) -> {
			StackTraceElement[] frames = entry.getValue();
			return entry.getKey().getName().equals("test-background") && frames.length > 0 && frames[0].isNativeMethod()
					&& List.of(frames).toString().contains("BlockingDriver");
		}));
	}

	@Test
	void twoReadersShareOneReply() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			InputStream in = socket.getInputStream();
			CompletableFuture<Throwable> one = failureOf(() -> assertThat(in.read()).isEqualTo('x'));
			CompletableFuture<Throwable> two = failureOf(() -> assertThat(in.read()).isEqualTo('x'));
			awaitReader();
			proxy.say(GRANTED + " 78 78");
			assertThat(one.get(5, TimeUnit.SECONDS)).isNull();
			assertThat(two.get(5, TimeUnit.SECONDS)).isNull();
		}
	}

	@Test
	void closingEndsAReadAtOnceAndIsNoFailureOfTheProxy() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			InputStream in = socket.getInputStream();
			OutputStream out = socket.getOutputStream();
			CompletableFuture<Throwable> reader = failureOf(in::read);
			CompletableFuture<Throwable> second = failureOf(socket::getBoundAddress);
			awaitReader();
			in.close();
			assertThat(reader.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
			assertThat(second.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
			for (ThrowingCallable use : List.<ThrowingCallable>of(in::read, in::available, () -> out.write(1),
					socket::getInputStream, socket::getOutputStream, socket::getBoundAddress)) {
				assertThat(catchThrowable(use)).isExactlyInstanceOf(SocketException.class);
			}
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void theBudgetRunsOnAfterConnect() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy, Duration.ofMillis(300))) {
			socket.setSoTimeout(4000);
			proxy.say("05 00 00");
			assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("took longer than 300ms")
				.withCauseInstanceOf(SocketTimeoutException.class)
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST));
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@Test
	void aReplyThatCameInTimeMayBeReadLate() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy, Duration.ofMillis(300))) {
			proxy.say(GRANTED + " 78");
			await().until(() -> wire(socket).getInputStream().available() == 11);
			Deadline deadline = Deadline.after(Duration.ofMillis(300));
			await().until(deadline::isOver);
			assertThat(socket.getInputStream().read()).isEqualTo('x');
		}
	}

	@Test
	void aReadThatTimesOutInMidReplyCanBeRepeated() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			InputStream in = socket.getInputStream();
			socket.setSoTimeout(20);
			for (String part : (GRANTED + " 78").split(" ")) {
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
				assertThat(socket.isClosed()).isFalse();
				proxy.say(part);
			}
			socket.setSoTimeout(4000);
			assertThat(in.read()).isEqualTo('x');
			assertThat(socket.getBoundAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 1080));
		}
	}

	@Test
	void soTimeoutCoversReplyAndDataOfOneReadTogether() throws Exception {
		server.server().misbehave(Misbehaviour.delayReply(Duration.ofMillis(400)));
		try (SocksSocket socket = dialer(SocksVersion.SOCKS5).connect("api.example", 80)) {
			socket.setSoTimeout(500);
			long start = System.nanoTime();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500),
					Duration.ofMillis(800));
			assertThat(socket.getSoTimeout()).isEqualTo(500);
			assertThat(wire(socket).getSoTimeout()).isEqualTo(500);
			socket.getOutputStream().write('x');
			assertThat(socket.getInputStream().read()).isEqualTo('x');
		}
	}

	@Test
	void optionsAreThoseOfTheUserOnceTheRepliesAreRead() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			assertThat(socket.getTcpNoDelay()).isFalse();
			assertThat(wire(socket).getTcpNoDelay()).as("or data wait until the request is acknowledged").isTrue();
			socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
			socket.setTcpNoDelay(false);
			assertThat(socket.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
			assertThat(wire(socket).getTcpNoDelay()).isTrue();
			socket.setSoTimeout(3000);
			socket.setKeepAlive(true);
			proxy.say(GRANTED);
			socket.getBoundAddress();
			assertThat(wire(socket).getTcpNoDelay()).isFalse();
			assertThat(wire(socket).getSoTimeout()).isEqualTo(3000);
			assertThat(wire(socket).getKeepAlive()).isTrue();
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(2000);
			assertThat(wire(socket).getTcpNoDelay()).isTrue();
			assertThat(wire(socket).getSoTimeout()).isEqualTo(2000);
		}
	}

	@Test
	void optionsSetBeforeConnectingHold() throws Exception {
		try (SocksSocket socket = (SocksSocket) dialer(SocksVersion.SOCKS5).socketFactory().createSocket()) {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(1234);
			socket.connect(InetSocketAddress.createUnresolved("api.example", 80));
			assertThat(socket.getTcpNoDelay()).isTrue();
			assertThat(socket.getSoTimeout()).isEqualTo(1234);
			socket.getBoundAddress();
			assertThat(wire(socket).getTcpNoDelay()).isTrue();
			assertThat(wire(socket).getSoTimeout()).isEqualTo(1234);
		}
	}

	@Test
	void onceTheRepliesAreReadTheStreamsAreThoseOfTheConnection() throws Exception {
		try (SocksSocket socket = dialer(SocksVersion.SOCKS5).connect("api.example", 80)) {
			InputStream before = socket.getInputStream();
			socket.getOutputStream().write('x');
			assertThat(before.read()).isEqualTo('x');
			assertThat(socket.getInputStream()).isSameAs(wire(socket).getInputStream());
			assertThat(socket.getOutputStream()).isSameAs(wire(socket).getOutputStream());
		}
	}

	@Test
	void availableCountsDataOnlyAndTakesNone() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
			InputStream in = socket.getInputStream();
			assertThat(in.available()).isZero();
			proxy.say("05 00 00 01");
			await().until(() -> wire(socket).getInputStream().available() == 4);
			assertThat(in.available()).isZero();
			proxy.say("7f 00 00 01 04 38 78 79");
			await().until(in::available, (count) -> count > 0);
			assertThat(in.available()).isEqualTo(2);
			assertThat(in.readNBytes(2)).isEqualTo("xy".getBytes(StandardCharsets.US_ASCII));
		}
	}

	@Test
	void shuttingDownWaitsForTheReplies() throws Exception {
		for (String reply : List.of(GRANTED, REFUSED)) {
			try (ScriptedProxy proxy = new ScriptedProxy(); SocksSocket socket = asked(proxy)) {
				CompletableFuture<Throwable> shutdown = failureOf(socket::shutdownOutput);
				awaitReader();
				assertThat(socket.isOutputShutdown()).isFalse();
				proxy.say(reply);
				if (reply.equals(GRANTED)) {
					assertThat(shutdown.get(5, TimeUnit.SECONDS)).isNull();
					assertThat(socket.isOutputShutdown()).isTrue();
					proxy.say("78");
					assertThat(socket.getInputStream().read()).isEqualTo('x');
				}
				else {
					assertThat(shutdown.get(5, TimeUnit.SECONDS)).isInstanceOf(SocksReplyException.class);
				}
			}
		}
	}

	@Test
	void whatIsEncapsulatedWaits() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy()) {
			SocksDialer dialer = SocksDialer
				.of(SocksProxy.builder(SocksVersion.SOCKS5, "127.0.0.1", proxy.port())
					.methods(new PrivateMethod())
					.timeout(LIMIT)
					.build())
				.withOptimistic(true);
			CompletableFuture<Throwable> dial = failureOf(() -> dialer.connect("foo", 80));
			assertThat(proxy.heard()).isEqualTo("05 01 80");
			proxy.say("05 80");
			assertThat(proxy.heard()).isEqualTo("07");
			proxy.say("29");
			assertThat(proxy.heard()).isEqualTo("2a");
			proxy.say("00");
			assertThat(proxy.heard()).hasSizeGreaterThan(GRANTED.length());
			proxy.hangUp();
			assertThat(dial.get(5, TimeUnit.SECONDS)).isInstanceOf(SocksProtocolException.class);
		}
	}

	@Test
	void onlyConnectIsOptimistic() throws Exception {
		server.server().misbehave(Misbehaviour.refuse(7));
		SocksDialer dialer = dialer(SocksVersion.SOCKS5);
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> dialer.bind("api.example", 80));
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(dialer::associate);
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> dialer.resolve("api.example"));
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> dialer(SocksVersion.SOCKS4A).bind("192.0.2.7", 80));
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true" })
	void eachHopOfAChainIsAsItsDialerSays(boolean first, boolean second) throws Exception {
		server.server().map("second.example", withPassword.server().address());
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://jane:s3cret@second.example?timeout=5s"))
			.withOptimistic(second)
			.through(dialer(SocksVersion.SOCKS5).withOptimistic(first));
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			socket.getOutputStream().write('x');
			assertThat(socket.getInputStream().read()).isEqualTo('x');
			assertThat(socket.getTcpNoDelay()).isFalse();
		}
		withPassword.server().misbehave(Misbehaviour.refuse(5));
		ThrowingCallable use = () -> {
			try (SocksSocket socket = dialer.connect("api.example", 80)) {
				socket.getInputStream().read();
			}
		};
		assertThat(catchThrowableOfType(SocksReplyException.class, use).getHop()).isEqualTo(2);
		withPassword.server().misbehave(Misbehaviour.NONE);
		server.server().misbehave(Misbehaviour.refuse(5));
		assertThat(catchThrowableOfType(SocksReplyException.class, use).getHop()).isEqualTo(1);
	}

	@Test
	void whatAnEarlierHopRefusedShowsAtEachUseAfterAWrite() throws Exception {
		server.server().misbehave(Misbehaviour.refuse(5).and(Misbehaviour.delayReply(Duration.ofMillis(200))));
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://second.example?timeout=5s"))
			.withHandshake(HandshakeMode.PIPELINED)
			.withOptimistic(true)
			.through(dialer(SocksVersion.SOCKS5));
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			OutputStream out = socket.getOutputStream();
			assertThat(await().until(() -> catchThrowable(() -> out.write('x')), (ex) -> ex != null))
				.isInstanceOf(SocksReplyException.class);
			for (ThrowingCallable use : List.<ThrowingCallable>of(() -> out.write('x'), socket::getInputStream,
					socket::getBoundAddress)) {
				assertThat(catchThrowableOfType(SocksReplyException.class, use).getHop()).isEqualTo(1);
			}
		}
	}

	@Test
	void oneBudgetCoversAChainThatIsOptimistic() {
		server.server().map("second.example", withPassword.server().address());
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://jane:s3cret@second.example?timeout=300ms"))
			.withOptimistic(true)
			.through(dialer(SocksVersion.SOCKS5));
		for (SocksServerExtension stalled : List.of(server, withPassword)) {
			stalled.server().misbehave(Misbehaviour.stallAfter(5));
			long start = System.nanoTime();
			assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> {
				try (SocksSocket socket = dialer.connect("api.example", 80)) {
					socket.getInputStream().read();
				}
			});
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300),
					Duration.ofMillis(2000));
			stalled.server().misbehave(Misbehaviour.NONE);
		}
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void aProxyOnAUnixSocketWillDo(@TempDir Path directory) throws Exception {
		Path path = directory.resolve("s");
		try (Relay relay = Relay.onPath(path, server.server().address())) {
			SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://localhost" + path))
				.withHandshake(HandshakeMode.STEPWISE)
				.withOptimistic(true);
			try (SocksSocket socket = dialer.connect("api.example", 80)) {
				socket.setSoTimeout(3000);
				socket.getOutputStream().write('x');
				assertThat(socket.getInputStream().read()).isEqualTo('x');
			}
			server.server().misbehave(Misbehaviour.refuse(5));
			try (SocksSocket socket = dialer.connect("api.example", 80)) {
				assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> socket.getInputStream().read());
			}
		}
	}

}
