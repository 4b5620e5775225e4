package io.github.sockskit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.auth.AuthException;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.Gssapi;
import io.github.sockskit.auth.PrivateMethod;
import io.github.sockskit.auth.SubNegotiation;
import io.github.sockskit.auth.UsernamePassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Methods of somebody's own: negotiated, and what they wrap, over real connections.
 */
@Timeout(30)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class AuthMethodTests {

	/** 05 00 00 01 7f 00 00 01 04 38 as {@link PrivateMethod} wraps it. */
	private static final String REPLY = "00 0b 5f 5a 5a 5b 25 5a 5a 5b 5e 62 c2";

	/** The request for foo:80 as it wraps it. */
	private static final String REQUEST = "00 0b 5f 5b 5a 59 59 3c 35 35 5a 0a a0";

	/** "SSH" as it wraps it. */
	private static final String SSH = "00 04 09 09 12 ee";

	private static SocksProxy proxy(int port, AuthMethod... methods) {
		return SocksProxy.builder(SocksVersion.SOCKS5, "127.0.0.1", port)
			.methods(methods)
			.timeout(Duration.ofSeconds(10))
			.build();
	}

	private static SocksSocket connect(DialogueProxy proxy) throws IOException {
		return SocksDialer.of(proxy(proxy.port(), new PrivateMethod(), AuthMethod.NONE)).connect("foo", 80);
	}

	private static void negotiate(DialogueProxy.Connection connection) throws IOException {
		connection.expect("05 02 80 00");
		connection.say("05 80");
		connection.expect("07");
		connection.say("41");
		connection.expect("42");
		connection.say("00");
		connection.expect(REQUEST);
	}

	@Test
	void whatItWrapsIsUnwrappedAndNothingOfItIsLost() throws Exception {
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			negotiate(connection);
			// The reply and "SSH" in one message, and another one behind it.
			connection.say("00 0e 5f 5a 5a 5b 25 5a 5a 5b 5e 62 09 09 12 b0 " + SSH);
			connection.expect(SSH);
			connection.expectEnd();
			connection.say(SSH);
		}); SocksSocket socket = connect(proxy)) {
			assertThat(socket.getBoundAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 1080));
			InputStream in = socket.getInputStream();
			assertThat(in.available()).isEqualTo(3);
			assertThat(in.read()).isEqualTo('S');
			assertThat(in.readNBytes(5)).asString().isEqualTo("SHSSH");
			socket.getOutputStream().write("SSH".getBytes());
			socket.shutdownOutput();
			assertThat(in.readAllBytes()).asString().isEqualTo("SSH");
			proxy.awaitEnd();
		}
	}

	@Test
	void aLongWriteLeavesInAsManyMessagesAsItTakes() throws Exception {
		byte[] data = new byte[2500];
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			negotiate(connection);
			connection.say(REPLY);
			for (int length : new int[] { 1000, 1000, 500 }) {
				connection.expect(HexFormat.ofDelimiter(" ")
					.formatHex(new byte[] { (byte) (length + 1 >> 8), (byte) (length + 1) }) + " 5a".repeat(length)
						+ " 00");
			}
			connection.expectEnd();
		}); SocksSocket socket = connect(proxy)) {
			socket.getOutputStream().write(data);
			socket.shutdownOutput();
			proxy.awaitEnd();
		}
	}

	@Test
	void aReadThatTimesOutInAMessageLosesNoByteOfIt() throws Exception {
		byte[] message = HexFormat.ofDelimiter(" ").parseHex(SSH);
		CompletableFuture<Socket> tunnel = new CompletableFuture<>();
		CountDownLatch done = new CountDownLatch(1);
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			negotiate(connection);
			connection.say(REPLY);
			tunnel.complete(connection.socket());
			awaitUninterrupted(done);
		}); SocksSocket socket = connect(proxy)) {
			socket.setSoTimeout(10);
			InputStream in = socket.getInputStream();
			for (int i = 0; i < message.length; i++) {
				assertThat(in.available()).isZero();
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
				tunnel.join().getOutputStream().write(message[i]);
			}
			await().until(() -> in.available() == 3);
			assertThat(in.readNBytes(3)).asString().isEqualTo("SSH");
			done.countDown();
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void theEndInAMessageIsNoEnd() throws Exception {
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			negotiate(connection);
			connection.say(REPLY + " 00 04 09 09");
		}); SocksSocket socket = connect(proxy)) {
			assertThatExceptionOfType(EOFException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("in the middle of a message");
		}
	}

	@Test
	void aMessageThatIsNotGenuineClosesTheConnection() throws Exception {
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			negotiate(connection);
			connection.say(REPLY + " 00 04 09 09 12 ef");
			connection.expectEnd();
		}); SocksSocket socket = connect(proxy)) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("wrong sum")
				.withCauseInstanceOf(AuthException.class);
			assertThat(socket.isClosed()).isTrue();
			proxy.awaitEnd();
		}
	}

	@Test
	void streamsBehaveAsThoseOfASocket() throws Exception {
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			negotiate(connection);
			connection.say(REPLY + " " + SSH);
			connection.expectEnd();
		}); SocksSocket socket = connect(proxy)) {
			InputStream in = socket.getInputStream();
			assertThat(in.read(new byte[0])).isZero();
			assertThat(in.read()).isEqualTo('S');
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.sendUrgentData(1))
				.withMessageContaining("encapsulated");
			socket.shutdownInput();
			assertThat(in.available()).isZero();
			assertThat(in.read()).isEqualTo(-1);
			socket.getOutputStream().close();
			assertThat(socket.isClosed()).isTrue();
			assertThatExceptionOfType(SocketException.class).isThrownBy(in::read);
			assertThatExceptionOfType(SocketException.class).isThrownBy(in::available);
			proxy.awaitEnd();
		}
	}

	@Test
	void cutOrStalledAtEveryByteItFailsInTheStepThatWasReached() throws Exception {
		String[] said = { "05", "80", "41", "00" };
		String[] reply = REPLY.split(" ");
		for (boolean cut : new boolean[] { true, false }) {
			for (int count = 0; count < said.length + reply.length; count++) {
				int limit = count;
				CountDownLatch done = new CountDownLatch(1);
				try (DialogueProxy proxy = new DialogueProxy((connection) -> {
					for (int i = 0; i < limit; i++) {
						connection.say((i < said.length) ? said[i] : reply[i - said.length]);
					}
					if (cut) {
						connection.socket().shutdownOutput();
					}
					awaitUninterrupted(done);
				})) {
					SocksDialer dialer = SocksDialer.of(proxy(proxy.port(), new PrivateMethod())
						.withTimeout(cut ? Duration.ofSeconds(10) : Duration.ofMillis(200)));
					SocksException ex = catchThrowableOfType(SocksException.class, () -> dialer.connect("foo", 80));
					assertThat(ex).isInstanceOf(cut ? SocksProtocolException.class : SocksTimeoutException.class);
					assertThat(ex.getStep())
						.isEqualTo((limit < 2) ? Step.METHOD : (limit < 4) ? Step.AUTHENTICATION : Step.REQUEST);
					done.countDown();
				}
			}
		}
	}

	@Test
	void aRefusalSaysWhatTheMethodSays() throws Exception {
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			connection.expect("05 02 80 00");
			connection.say("05 80 41 07");
			connection.expect("07 42");
			connection.expectEnd();
		})) {
			assertThatExceptionOfType(SocksAuthenticationException.class).isThrownBy(() -> connect(proxy))
				.withMessageContaining("refused the credentials")
				.withMessageEndingWith("the number; learn to count")
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(7));
			proxy.awaitEnd();
		}
	}

	@Test
	void aProxyThatAcceptsNoneOfThemIsTold() throws Exception {
		try (DialogueProxy proxy = new DialogueProxy((connection) -> {
			connection.expect("05 02 80 00");
			connection.say("05 ff");
		})) {
			assertThatExceptionOfType(SocksAuthenticationException.class).isThrownBy(() -> connect(proxy))
				.withMessageContaining("[next number, no authentication]");
		}
	}

	/** Asks somebody who does not answer. */
	private static final class Stuck implements AuthMethod {

		private final CountDownLatch asked = new CountDownLatch(1);

		private final CountDownLatch answer = new CountDownLatch(1);

		@Override
		public int number() {
			return 0x81;
		}

		@Override
		public SubNegotiation begin(String proxyHost) {
			return new SubNegotiation() {

				@Override
				public boolean mayBlock() {
					return true;
				}

				@Override
				public ByteBuffer output() {
					asked.countDown();
					awaitUninterrupted(answer);
					throw new IllegalStateException("left behind");
				}

				@Override
				public int need() {
					return 1;
				}

				@Override
				public void feed(ByteBuffer in) {
					in.get();
				}

			};
		}

	}

	private static DialogueProxy selecting(Stuck stuck) throws IOException {
		return new DialogueProxy((connection) -> {
			connection.expect("05 01 81");
			connection.say("05 81");
			connection.expectEnd();
		});
	}

	@Test
	void aMethodThatBlocksIsLeftBehindWhenTheBudgetIsSpent() throws Exception {
		Stuck stuck = new Stuck();
		try (DialogueProxy proxy = selecting(stuck)) {
			SocksDialer dialer = SocksDialer.of(proxy(proxy.port(), stuck).withTimeout(Duration.ofMillis(200)));
			assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> dialer.connect("foo", 80))
				.withRootCauseInstanceOf(SocketTimeoutException.class)
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.AUTHENTICATION));
			proxy.awaitEnd();
		}
		stuck.answer.countDown();
	}

	@Test
	void aMethodThatBlocksIsLeftBehindWhenTheSocketIsClosed() throws Exception {
		Stuck stuck = new Stuck();
		try (DialogueProxy proxy = selecting(stuck);
				Socket socket = SocksDialer.of(proxy(proxy.port(), stuck)).socketFactory().createSocket()) {
			CompletableFuture<Throwable> dial = CompletableFuture
				.supplyAsync(() -> catchThrowableOfType(IOException.class,
						() -> socket.connect(InetSocketAddress.createUnresolved("foo", 80))));
			awaitUninterrupted(stuck.asked);
			socket.close();
			assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
			proxy.awaitEnd();
		}
		stuck.answer.countDown();
	}

	@Test
	void aMethodThatBlocksIsLeftBehindWhenTheThreadIsInterrupted() throws Exception {
		Stuck stuck = new Stuck();
		try (DialogueProxy proxy = selecting(stuck)) {
			CompletableFuture<Throwable> dial = new CompletableFuture<>();
			Thread thread = new Thread(() -> dial.complete(catchThrowableOfType(IOException.class,
					() -> SocksDialer.of(proxy(proxy.port(), stuck)).connect("foo", 80))));
			thread.start();
			awaitUninterrupted(stuck.asked);
			thread.interrupt();
			assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
			proxy.awaitEnd();
		}
		stuck.answer.countDown();
	}

	@Test
	void aMethodWithADefectIsNotHidden() throws Exception {
		Stuck stuck = new Stuck();
		stuck.answer.countDown();
		try (DialogueProxy proxy = selecting(stuck)) {
			assertThatIllegalStateException()
				.isThrownBy(() -> SocksDialer.of(proxy(proxy.port(), stuck)).connect("foo", 80))
				.withRootCauseInstanceOf(IllegalStateException.class)
				.withStackTraceContaining("left behind");
			proxy.awaitEnd();
		}
	}

	@Test
	void methodsAreForSocks5AndInsteadOfUserAndPassword() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> SocksProxy.builder(SocksVersion.SOCKS4A, "proxy.example", 1080).methods(AuthMethod.NONE).build())
			.withMessageContaining("use socks5");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
				.username("jane")
				.password("s3cret")
				.methods(AuthMethod.NONE)
				.build())
			.withMessageContaining("add a UsernamePassword")
			.withMessageNotContaining("s3cret");
		assertThatIllegalArgumentException().isThrownBy(() -> proxy(1080, AuthMethod.NONE, AuthMethod.NONE))
			.withMessageContaining("two methods have number 0");
		assertThatIllegalStateException().isThrownBy(() -> proxy(1080, new PrivateMethod()).isolated("key"));
	}

	@Test
	void aProxyEqualsAnotherWithTheSameMethodsInTheSameOrder() {
		SocksProxy proxy = proxy(1080, Gssapi.builder().build(), new UsernamePassword("jane", "s3cret"));
		assertThat(proxy).isEqualTo(proxy(1080, Gssapi.builder().build(), new UsernamePassword("jane", "s3cret")))
			.hasSameHashCodeAs(proxy(1080, Gssapi.builder().build(), new UsernamePassword("jane", "s3cret")))
			.isNotEqualTo(proxy(1080, new UsernamePassword("jane", "s3cret"), Gssapi.builder().build()))
			.isNotEqualTo(proxy(1080, Gssapi.builder().build(), new UsernamePassword("jane", "other")))
			.isNotEqualTo(proxy(1080));
		assertThat(proxy.withTimeout(Duration.ofSeconds(10))).isEqualTo(proxy);
		assertThat(proxy).hasToString("socks5://127.0.0.1:1080");
	}

}
