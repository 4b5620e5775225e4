package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.internal.transport.TlsCarrier;
import io.github.sockskit.interop.PrivateAuthority;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Background.failureOf;
import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The proxy behind a server of TLS, and that behind a relay that holds back or cuts its
 * records.
 */
@Timeout(60)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class TlsTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()).map("192.0.2.7", target.address()));

	private static PrivateAuthority authority;

	private static Relay tls12;

	private static Relay tls13;

	private static Relay wire12;

	private static Relay wire13;

	@BeforeAll
	static void listen() throws Exception {
		authority = new PrivateAuthority();
		tls12 = Relay.inTls(authority.serverSocketFactory(), "TLSv1.2", proxy.server().address());
		tls13 = Relay.inTls(authority.serverSocketFactory(), "TLSv1.3", proxy.server().address());
		wire12 = Relay.onPort(tls12.address());
		wire13 = Relay.onPort(tls13.address());
	}

	@AfterAll
	static void close() throws IOException {
		for (AutoCloseable each : List.of(wire12, wire13, tls12, tls13, target)) {
			try {
				each.close();
			}
			catch (Exception ex) {
				throw new IOException(ex);
			}
		}
	}

	@AfterEach
	void nothingIsLeftOpen() {
		wire12.reset();
		wire13.reset();
		await()
			.until(() -> wire12.openConnections() + wire13.openConnections() + proxy.server().openConnections() == 0);
	}

	private static Relay wire(String protocol) {
		return protocol.equals("TLSv1.2") ? wire12 : wire13;
	}

	private static SocksDialer dialer(String protocol, String host, SocksVersion version, Duration timeout) {
		return SocksDialer
			.of(SocksProxy.builder(version, host, wire(protocol).address().getPort()).timeout(timeout).build())
			.withTls(authority.clientSocketFactory());
	}

	private static SocksDialer dialer(String protocol) {
		return dialer(protocol, "127.0.0.1", SocksVersion.SOCKS5, LIMIT);
	}

	private static SocksDialer impatient(String protocol) {
		return dialer(protocol, "127.0.0.1", SocksVersion.SOCKS5, Duration.ofMillis(300));
	}

	private static SocksSocket connected(String protocol) throws IOException {
		return dialer(protocol).connect("api.example", 22);
	}

	private static void awaitThreadIn(String method) {
		await().until(() -> Thread.getAllStackTraces()
			.values()
			.stream()
			.anyMatch((frames) -> frames.length > 0 && frames[0].isNativeMethod()
					&& Arrays.stream(frames)
						.anyMatch((frame) -> frame.getClassName().equals(TlsCarrier.class.getName())
								&& frame.getMethodName().equals(method))));
	}

	/**
	 * How many bytes of the server its TLS handshake takes at least: an ECDSA signature
	 * in it is a byte or two longer or shorter each time.
	 */
	private static int handshakeBytes(String protocol) throws IOException {
		proxy.server().misbehave(Misbehaviour.delayReply(LIMIT));
		try (Socket socket = dialer(protocol).socketFactory().createSocket()) {
			CompletableFuture<Throwable> dial = failureOf(() -> {
				socket.connect(InetSocketAddress.createUnresolved("api.example", 22));
			});
			proxy.server().takeRequest(LIMIT);
			int record = protocol.equals("TLSv1.2") ? 5 + 8 + 2 + 16 : 5 + 2 + 1 + 16;
			int bytes = wire(protocol).bytesFromServer() - record - 4;
			socket.close();
			assertThat(dial.join()).isExactlyInstanceOf(SocketException.class);
			return bytes;
		}
		finally {
			proxy.server().misbehave(Misbehaviour.NONE);
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2,SOCKS5", "TLSv1.3,SOCKS5", "TLSv1.3,SOCKS4A", "TLSv1.3,SOCKS4" })
	void dataArriveBothWays(String protocol, SocksVersion version) throws Exception {
		try (SocksSocket socket = dialer(protocol, "localhost", version, LIMIT).connect("192.0.2.7", 22)) {
			socket.getOutputStream().write("ping".getBytes());
			assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("ping");
			assertThat(socket.getSoTimeout()).isZero();
		}
	}

	@ParameterizedTest
	@CsvSource({ PrivateAuthority.SERVER_NAME + "," + PrivateAuthority.SERVER_NAME, "127.0.0.1,''" })
	void aNameGoesOutAsServerNameAndAnAddressDoesNot(String host, String expected) throws Exception {
		CompletableFuture<List<SNIServerName>> names = new CompletableFuture<>();
		try (SSLServerSocket listener = (SSLServerSocket) authority.serverSocketFactory()
			.createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			CompletableFuture<Throwable> server = failureOf(() -> {
				try (SSLSocket connection = (SSLSocket) listener.accept()) {
					connection.startHandshake();
					names.complete(((ExtendedSSLSession) connection.getSession()).getRequestedServerNames());
				}
			});
			assertThatExceptionOfType(SocksProtocolException.class).isThrownBy(
					() -> SocksDialer.of(SocksProxy.builder(SocksVersion.SOCKS5, host, listener.getLocalPort()).build())
						.withTls(authority.clientSocketFactory())
						.connect("api.example", 22));
			assertThat(server.get(5, TimeUnit.SECONDS)).isNull();
		}
		assertThat(names.get(5, TimeUnit.SECONDS))
			.isEqualTo(expected.isEmpty() ? List.of() : List.of(new SNIHostName(expected)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aProxyThatClosesAtAnyByteOfTheHandshakeFailsAtThatStep(String protocol) throws Exception {
		int all = handshakeBytes(protocol);
		for (int bytes = 0; bytes < all; bytes += (bytes < 12 || bytes > all - 12) ? 1 : 59) {
			wire(protocol).after(bytes, Relay.Then.CLOSE);
			SocksException closed = catchThrowableOfType(SocksException.class,
					() -> dialer(protocol).connect("api.example", 22));
			assertThat(closed).as("after %d bytes", bytes)
				.isNotNull()
				.hasMessageContaining("socks5://127.0.0.1")
				.hasMessageContaining("api.example:22");
			if (closed.getStep() == Step.TLS) {
				assertThat(closed).isInstanceOf(SocksConnectException.class).hasMessageContaining("in TLS");
			}
			else {
				// A session ticket that comes after the handshake.
				assertThat(protocol).isEqualTo("TLSv1.3");
				assertThat(bytes).isGreaterThan(all / 2);
				assertThat(closed.getStep()).isEqualTo(Step.METHOD);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "TLSv1.2,0", "TLSv1.2,1", "TLSv1.2,5", "TLSv1.2,6", "TLSv1.2,100", "TLSv1.2,500", "TLSv1.3,0",
			"TLSv1.3,1", "TLSv1.3,5", "TLSv1.3,6", "TLSv1.3,100", "TLSv1.3,500" })
	void aProxyThatStallsOrDripsInTheHandshakeTakesTheBudgetAndNotMore(String protocol, int bytes) {
		for (Relay.Then then : new Relay.Then[] { Relay.Then.STALL, Relay.Then.DRIP }) {
			wire(protocol).after(bytes, then);
			long start = System.nanoTime();
			SocksTimeoutException ex = catchThrowableOfType(SocksTimeoutException.class,
					() -> impatient(protocol).connect("api.example", 22));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300),
					Duration.ofMillis(1500));
			assertThat(ex.getStep()).isEqualTo(Step.TLS);
			assertThat(ex).hasCauseInstanceOf(SocketTimeoutException.class)
				.hasMessageContaining("300ms")
				.hasMessageContaining("TLS handshake");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aProxyThatDripsItsRepliesInTlsCannotStretchTheDeadline(String protocol) throws Exception {
		int handshake = handshakeBytes(protocol) + 12;
		for (boolean chained : new boolean[] { false, true }) {
			SocksDialer first = dialer(protocol);
			SocksDialer dripping = !chained ? impatient(protocol)
					: SocksDialer
						.of(SocksProxy.builder(SocksVersion.SOCKS4A, "127.0.0.1", proxy.server().port())
							.timeout(Duration.ofMillis(300))
							.build())
						.through(first);
			wire(protocol).after(handshake, Relay.Then.DRIP);
			long start = System.nanoTime();
			assertThatExceptionOfType(SocksTimeoutException.class)
				.isThrownBy(() -> dripping.connect("api.example", 22));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as("chained: %s", chained)
				.isBetween(Duration.ofMillis(300), Duration.ofMillis(900));
		}
	}

	@ParameterizedTest(name = "after {0} bytes")
	@CsvSource({ "0,METHOD", "1,METHOD", "2,REQUEST", "3,REQUEST", "11,REQUEST" })
	void aProxyThatStallsOrClosesAfterTheHandshakeFailsAtThatStep(int bytes, Step step) {
		proxy.server().misbehave(Misbehaviour.stallAfter(bytes));
		assertThatExceptionOfType(SocksTimeoutException.class)
			.isThrownBy(() -> impatient("TLSv1.3").connect("api.example", 22))
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(step));
		proxy.server().misbehave(Misbehaviour.closeAfter(bytes));
		assertThatExceptionOfType(SocksProtocolException.class)
			.isThrownBy(() -> dialer("TLSv1.3").connect("api.example", 22))
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(step));
		proxy.server().misbehave(Misbehaviour.refuse(5));
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> dialer("TLSv1.3").connect("api.example", 22));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, 600 })
	void closingEndsTheHandshakeAtOnce(int stalledAfter) throws Exception {
		wire13.after(stalledAfter, Relay.Then.STALL);
		Socket socket = dialer("TLSv1.3").socketFactory().createSocket();
		CompletableFuture<Throwable> dial = failureOf(() -> {
			socket.connect(InetSocketAddress.createUnresolved("api.example", 22));
		});
		awaitThreadIn("read");
		socket.close();
		assertThat(dial.get(1, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket closed");
	}

	@Test
	void aCertificateThatIsNotTheProxysOrNotTrustedIsRefused() throws Exception {
		SocksDialer another = dialer("TLSv1.3", "ipv4.invalid", SocksVersion.SOCKS5, LIMIT);
		SocksDialer untrusting = dialer("TLSv1.3").withTls((SSLSocketFactory) SSLSocketFactory.getDefault());
		for (SocksDialer dialer : List.of(another, untrusting)) {
			assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> dialer.connect("api.example", 22))
				.withMessageContaining(dialer.proxy().toString())
				.withMessageContaining("has to be issued for " + dialer.proxy().host())
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.TLS));
		}
		assertThat(proxy.server().requests()).isEmpty();
	}

	@Test
	void aPlainProxyIsTold() {
		SocksDialer plain = SocksDialer
			.of(SocksProxy.builder(SocksVersion.SOCKS5, "127.0.0.1", proxy.server().port()).build())
			.withTls(authority.clientSocketFactory());
		assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> plain.connect("api.example", 22))
			.withMessageContaining("leave TLS out")
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.TLS));
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4A", "SOCKS5" })
	void aServerOfTlsIsTold(SocksVersion version) {
		SocksDialer plain = SocksDialer
			.of(dialer("TLSv1.3", "127.0.0.1", version, LIMIT).proxy().withTimeout(Duration.ofMillis(300)));
		assertThatExceptionOfType(SocksException.class).isThrownBy(() -> plain.connect("api.example", 22))
			.withMessageContaining("TLS");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void theReadTimeoutHoldsAndReadingMayGoOn(String protocol) throws Exception {
		try (SocksSocket socket = connected(protocol)) {
			socket.setSoTimeout(50);
			InputStream in = socket.getInputStream();
			long start = System.nanoTime();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(50), LIMIT);
			socket.setSoTimeout(5000);
			socket.getOutputStream().write('x');
			assertThat(in.read()).isEqualTo('x');
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void closingEndsReadingAtOnce(String protocol) throws Exception {
		SocksSocket socket = connected(protocol);
		InputStream in = socket.getInputStream();
		CompletableFuture<Throwable> reading = failureOf(in::read);
		awaitThreadIn("read");
		CompletableFuture<Throwable> closing = failureOf(socket::close);
		assertThat(closing.get(1, TimeUnit.SECONDS)).isNull();
		assertThat(reading.get(1, TimeUnit.SECONDS)).isInstanceOf(SocketException.class);
		assertThatExceptionOfType(SocketException.class).isThrownBy(in::read);
		assertThat(socket.isClosed()).isTrue();
	}

	/** A JDK socket in TLS would wait until the record that is being written has gone. */
	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void closingEndsWritingAtOnce(String protocol) throws Exception {
		SocksSocket socket = connected(protocol);
		CompletableFuture<Throwable> writing = failureOf(() -> {
			while (true) {
				socket.getOutputStream().write(new byte[1 << 20]);
			}
		});
		awaitThreadIn("write");
		CompletableFuture<Throwable> closing = failureOf(socket.getInputStream()::close);
		assertThat(closing.get(1, TimeUnit.SECONDS)).isNull();
		assertThat(writing.get(1, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
		assertThat(socket.isClosed()).isTrue();
	}

	/** In TLS 1.2 the other side has to end with us. */
	@Test
	void halfCloseLetsTheRestArriveInTls13() throws Exception {
		try (SocksSocket socket = connected("TLSv1.3")) {
			socket.getOutputStream().write("all of it".getBytes());
			socket.shutdownOutput();
			assertThat(socket.isOutputShutdown()).isTrue();
			assertThat(new String(socket.getInputStream().readAllBytes())).isEqualTo("all of it");
		}
	}

	@Test
	void optionsAreThoseOfTheConnection() throws Exception {
		try (Socket socket = dialer("TLSv1.3").socketFactory().createSocket(); Socket jdk = new Socket()) {
			for (int i = 0; i < 2; i++) {
				socket.setTcpNoDelay(i == 0);
				socket.setOption(StandardSocketOptions.SO_KEEPALIVE, i == 0);
				assertThat(socket.getTcpNoDelay()).isEqualTo(i == 0);
				assertThat(socket.getKeepAlive()).isEqualTo(i == 0);
				assertThat(socket.supportedOptions()).isEqualTo(jdk.supportedOptions());
				if (i == 0) {
					socket.connect(InetSocketAddress.createUnresolved("api.example", 22));
				}
			}
			assertThat(socket.getLocalPort()).isPositive();
			assertThat(socket.getPort()).isEqualTo(22);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void noDescriptorIsLeftWhateverFails() throws Exception {
		SocksDialer another = dialer("TLSv1.3", "ipv4.invalid", SocksVersion.SOCKS5, LIMIT);
		Descriptors.assertNoneLeftBy(() -> {
			connected("TLSv1.3").close();
			assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> another.connect("api.example", 22));
			for (int bytes : new int[] { 3, 300 }) {
				wire13.after(bytes, Relay.Then.CLOSE);
				assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> connected("TLSv1.3"));
			}
			wire13.after(100, Relay.Then.STALL);
			assertThatExceptionOfType(SocksTimeoutException.class)
				.isThrownBy(() -> impatient("TLSv1.3").connect("api.example", 22));
			wire13.reset();
			await().until(() -> wire13.openConnections() == 0);
		});
	}

}
