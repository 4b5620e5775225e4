package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.github.sockskit.interop.PrivateAuthority;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Optimistic dials with TLS over the socket, and with TLS to the proxy below it.
 */
@Timeout(30)
@SuppressWarnings("try") // a resource that only has to be open
class OptimisticTlsTests {

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()));

	private static PrivateAuthority authority;

	/** Takes TLS and is the target. */
	private static Relay secureTarget;

	/** Take TLS and are the proxy. */
	private static Relay tls12;

	private static Relay tls13;

	private static Relay wire12;

	private static Relay wire13;

	@BeforeAll
	static void listen() throws Exception {
		authority = new PrivateAuthority();
		secureTarget = Relay.inTls(authority.serverSocketFactory(), "TLSv1.3", target.address());
		tls12 = Relay.inTls(authority.serverSocketFactory(), "TLSv1.2", proxy.server().address());
		tls13 = Relay.inTls(authority.serverSocketFactory(), "TLSv1.3", proxy.server().address());
		wire12 = Relay.onPort(tls12.address());
		wire13 = Relay.onPort(tls13.address());
		proxy.server().map("secure.example", secureTarget.address());
	}

	@AfterAll
	static void close() throws Exception {
		for (AutoCloseable each : List.of(wire12, wire13, tls12, tls13, secureTarget, target)) {
			each.close();
		}
	}

	@AfterEach
	void nothingIsLeftOpen() {
		wire12.reset();
		wire13.reset();
		await().until(() -> proxy.server().openConnections() == 0);
	}

	private static Relay wire(String protocol) {
		return protocol.equals("TLSv1.2") ? wire12 : wire13;
	}

	private static SocksSocket dial() throws IOException {
		return SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:%d?timeout=5s".formatted(proxy.server().port())))
			.withOptimistic(true)
			.connect("127.0.0.1", secureTarget.address().getPort());
	}

	private static SSLSocket secure(SocksSocket socket) throws IOException {
		return (SSLSocket) authority.clientSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
	}

	private static SocksSocket dialInTls(String protocol) throws IOException {
		return SocksDialer
			.of(SocksProxy.parse("socks5://127.0.0.1:%d?timeout=5s".formatted(wire(protocol).address().getPort())))
			.withTls(authority.clientSocketFactory())
			.withOptimistic(true)
			.connect("api.example", 80);
	}

	@Test
	void theTargetsHandshakeGoesOutAtOnce() throws Exception {
		try (SSLSocket tls = secure(dial())) {
			tls.setSoTimeout(3000);
			tls.getOutputStream().write('x');
			assertThat(tls.getInputStream().read()).isEqualTo('x');
		}
	}

	@Test
	void aRefusalIsTheCauseOfWhatTlsThrows() throws Exception {
		proxy.server().misbehave(Misbehaviour.refuse(5));
		try (SSLSocket tls = secure(dial())) {
			SSLException first = catchThrowableOfType(SSLException.class, tls::startHandshake);
			assertThat(first).hasCauseInstanceOf(SocksReplyException.class);
			assertThat(((SocksReplyException) first.getCause()).getReplyCode()).isEqualTo(ReplyCode.CONNECTION_REFUSED);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> tls.getOutputStream().write('x'));
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> tls.getInputStream().read());
		}
	}

	@Test
	void aProxyThatClosesIsTheCauseOfWhatTlsThrows() throws Exception {
		proxy.server().misbehave(Misbehaviour.closeAfter(2));
		try (SSLSocket tls = secure(dial())) {
			assertThatExceptionOfType(SSLException.class).isThrownBy(tls::startHandshake)
				.withCauseInstanceOf(SocksProtocolException.class);
		}
	}

	@Test
	void theBudgetIsTheCauseOfWhatTlsThrows() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
			SocksProxy stalled = SocksProxy
				.parse("socks4a://127.0.0.1:%d?timeout=300ms".formatted(silent.getLocalPort()));
			try (SSLSocket tls = secure(SocksDialer.of(stalled).withOptimistic(true).connect("api.example", 443))) {
				assertThatExceptionOfType(SSLException.class).isThrownBy(tls::startHandshake)
					.withCauseInstanceOf(SocksTimeoutException.class);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void tlsToTheProxyIsNoHindrance(String protocol) throws Exception {
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.NONE, Misbehaviour.split(),
				Misbehaviour.coalesceWith(new byte[0]))) {
			proxy.server().misbehave(misbehaviour);
			try (SocksSocket socket = dialInTls(protocol)) {
				OutputStream out = socket.getOutputStream();
				InputStream in = socket.getInputStream();
				out.write('x');
				assertThat(in.read()).isEqualTo('x');
				out.write('y');
				assertThat(in.read()).isEqualTo('y');
				assertThat(socket.getSoTimeout()).isZero();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aRefusalInTlsShowsAtEachUse(String protocol) throws Exception {
		proxy.server().misbehave(Misbehaviour.refuse(5));
		try (SocksSocket socket = dialInTls(protocol)) {
			InputStream in = socket.getInputStream();
			OutputStream out = socket.getOutputStream();
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(in::read);
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(in::read);
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> out.write('x'));
			assertThat(socket.isClosed()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aRefusalInTlsShowsToWhoOnlyWrites(String protocol) throws Exception {
		proxy.server().misbehave(Misbehaviour.refuse(5));
		try (SocksSocket socket = dialInTls(protocol)) {
			OutputStream out = socket.getOutputStream();
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> {
				while (true) {
					out.write('x');
					Thread.onSpinWait();
				}
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void aReadThatTimesOutInMidRecordCanBeRepeated(String protocol) throws Exception {
		// Where the record of the reply begins: after all that a dial takes before it.
		wire(protocol).reset();
		proxy.server().misbehave(Misbehaviour.stallAfter(2));
		int before;
		try (SocksSocket socket = dialInTls(protocol)) {
			socket.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
			before = wire(protocol).bytesFromServer();
		}
		proxy.server().misbehave(Misbehaviour.NONE);
		wire(protocol).after(before, Relay.Then.DRIP);
		try (SocksSocket socket = dialInTls(protocol)) {
			socket.setSoTimeout(15);
			socket.getOutputStream().write('x');
			int timeouts = 0;
			int value = -2;
			while (value == -2) {
				try {
					value = socket.getInputStream().read();
				}
				catch (SocketTimeoutException ex) {
					timeouts++;
				}
			}
			assertThat(value).isEqualTo('x');
			assertThat(timeouts).isPositive();
			socket.setSoTimeout(3000);
			assertThat(socket.getBoundAddress()).isNotNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void theBudgetHoldsInTls(String protocol) throws Exception {
		proxy.server().misbehave(Misbehaviour.stallAfter(5));
		SocksProxy impatient = SocksProxy
			.parse("socks5://127.0.0.1:%d?timeout=400ms".formatted(wire(protocol).address().getPort()));
		SocksDialer dialer = SocksDialer.of(impatient).withTls(authority.clientSocketFactory()).withOptimistic(true);
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			long start = System.nanoTime();
			assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2000));
			assertThat(socket.isClosed()).isTrue();
		}
	}

}
