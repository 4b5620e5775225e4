package io.github.sockskit.interop;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.sockskit.ReplyCode;
import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksException;
import io.github.sockskit.SocksProtocolException;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksServerSocket;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksTimeoutException;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.Step;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.Gssapi;
import io.github.sockskit.auth.Gssapi.Protection;
import org.ietf.jgss.GSSException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Against Dante with GSSAPI and MIT's KDC, each level of protection at a server that
 * allows no other.
 */
@Timeout(120)
class GssapiInteropTests extends ForwardingContract {

	@RegisterExtension
	@Order(1)
	static final KerberosRealm realm = new KerberosRealm();

	@RegisterExtension
	@Order(2)
	static final GssapiDanteServer clear = new GssapiDanteServer(realm, Protection.NONE);

	@RegisterExtension
	@Order(3)
	static final GssapiDanteServer integrity = new GssapiDanteServer(realm, Protection.INTEGRITY);

	@RegisterExtension
	@Order(4)
	static final GssapiDanteServer confidentiality = new GssapiDanteServer(realm, Protection.CONFIDENTIALITY);

	/** Noise: a byte lost, doubled or swapped shows. */
	private static final byte[] LOAD = new byte[10 << 20];

	static {
		new Random(1961).nextBytes(LOAD);
	}

	GssapiInteropTests(Targets targets) {
		super(targets, clear, integrity, confidentiality);
	}

	static Stream<GssapiDanteServer> servers() {
		return Stream.of(clear, integrity, confidentiality);
	}

	private static Gssapi.Builder withKeytab() {
		return Gssapi.builder().keytab(realm.keytab(), KerberosRealm.CLIENT);
	}

	private interface Transfer {

		void run() throws IOException;

	}

	/** In a thread of its own: the common pool may have no more than one. */
	private static CompletableFuture<Void> start(Transfer transfer) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				transfer.run();
				end.complete(null);
			}
			catch (Throwable ex) {
				end.completeExceptionally(ex);
			}
		}, "transfer");
		thread.setDaemon(true);
		thread.start();
		return end;
	}

	/** Sends back what it gets, to one connection, while it gets it. */
	private static ServerSocket echo() throws IOException {
		ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
		start(() -> {
			try (Socket socket = listener.accept()) {
				socket.getInputStream().transferTo(socket.getOutputStream());
			}
		});
		return listener;
	}

	private static void assertCarriesTheLoadBothWaysAtOnce(Socket socket) throws IOException {
		socket.setSoTimeout(20_000);
		CompletableFuture<Void> writing = start(() -> {
			socket.getOutputStream().write(LOAD);
			socket.shutdownOutput();
		});
		InputStream in = socket.getInputStream();
		assertThat(in.readNBytes(LOAD.length)).isEqualTo(LOAD);
		assertThat(in.read()).isEqualTo(-1);
		writing.join();
	}

	@ParameterizedTest
	@MethodSource("servers")
	void tenMebibytesEachWayArriveIntactAndAHalfCloseArrives(GssapiDanteServer server) throws IOException {
		try (ServerSocket target = echo();
				SocksSocket socket = SocksDialer.of(server.proxy(SocksVersion.SOCKS5))
					.connect("127.0.0.1", target.getLocalPort())) {
			assertCarriesTheLoadBothWaysAtOnce(socket);
		}
	}

	@ParameterizedTest
	@MethodSource("servers")
	void aPeerConnectsThroughBind(GssapiDanteServer server) throws IOException {
		SocksDialer dialer = SocksDialer.of(server.proxy(SocksVersion.SOCKS5));
		try (SocksServerSocket listener = dialer.bind("127.0.0.1", 0);
				Socket peer = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
			listener.setSoTimeout(10_000);
			try (SocksSocket socket = listener.accept()) {
				assertThat(socket.getRemoteSocketAddress()).isEqualTo(peer.getLocalSocketAddress());
				CompletableFuture<Void> echo = start(() -> {
					peer.getInputStream().transferTo(peer.getOutputStream());
					peer.shutdownOutput();
				});
				assertCarriesTheLoadBothWaysAtOnce(socket);
				echo.join();
			}
		}
	}

	@Test
	void aChainOfThemWrapsTwice() throws IOException {
		SocksDialer chain = SocksDialer.of(confidentiality.proxy(SocksVersion.SOCKS5))
			.through(SocksDialer.of(integrity.proxy(SocksVersion.SOCKS5)));
		try (ServerSocket target = echo(); SocksSocket socket = chain.connect("127.0.0.1", target.getLocalPort())) {
			assertCarriesTheLoadBothWaysAtOnce(socket);
		}
	}

	@Test
	void aTicketCacheWillDo() throws IOException {
		assertReaches(confidentiality.proxy(Gssapi.builder().ticketCache(realm.ticketCache())), Sandbox.NAME);
	}

	@Test
	void theProxysNameIsItsServices() throws IOException {
		SocksProxy proxy = confidentiality.proxy(SocksVersion.SOCKS5);
		assertReaches(SocksProxy.builder(SocksVersion.SOCKS5, "localhost", proxy.port())
			.methods(withKeytab().build())
			.build(), Sandbox.NAME);
	}

	@Test
	void otherMethodsMayBeOfferedBesides() throws IOException {
		assertReaches(
				confidentiality.address(SocksVersion.SOCKS5).methods(AuthMethod.NONE, withKeytab().build()).build(),
				Sandbox.NAME);
	}

	@ParameterizedTest
	@MethodSource("servers")
	void aBlockedTargetIsReportedAsDanteReportsIt(GssapiDanteServer server) {
		assertRefuses(server.proxy(SocksVersion.SOCKS5), DanteServer.BLOCKED, 80, ReplyCode.NOT_ALLOWED);
	}

	private static <T extends SocksException> T failure(Class<T> type, SocksProxy proxy) {
		T ex = catchThrowableOfType(type, () -> SocksDialer.of(proxy).connect(Sandbox.NAME, 80).close());
		assertThat(ex.getStep()).isEqualTo(Step.AUTHENTICATION);
		return ex;
	}

	@Test
	void aLevelThatDanteDoesNotAllowEndsTheConnection() {
		for (SocksProxy proxy : new SocksProxy[] { integrity.proxy(withKeytab()),
				confidentiality.proxy(withKeytab().protection(Protection.INTEGRITY)),
				confidentiality.proxy(withKeytab().protection(Protection.NONE)) }) {
			assertThat(failure(SocksProtocolException.class, proxy)).hasMessageContaining("protection level")
				.hasMessageContaining("may not allow");
		}
	}

	@Test
	void datagramsAreRefusedAndNotSentInTheClear() {
		SocksDialer dialer = SocksDialer.of(integrity.proxy(SocksVersion.SOCKS5));
		assertThatExceptionOfType(SocksAuthenticationException.class).isThrownBy(dialer::associate)
			.withMessageContaining("not supported for datagrams");
	}

	@Test
	void withoutATicketTheAdviceIsToGetOne() {
		SocksProxy proxy = confidentiality.proxy(Gssapi.builder().ticketCache(realm.keytab().resolveSibling("none")));
		assertThat(failure(SocksAuthenticationException.class, proxy)).hasMessageContaining("kinit");
	}

	@Test
	void aPrincipalWithoutAKeyIsNamed() {
		SocksProxy proxy = confidentiality
			.proxy(Gssapi.builder().keytab(realm.keytab(), "nobody@" + KerberosRealm.NAME));
		assertThat(failure(SocksAuthenticationException.class, proxy)).hasMessageContaining("nobody@")
			.hasMessageContaining("check that the keytab has a key");
	}

	@Test
	void aPrincipalThatTheKdcDoesNotKnowIsNamed() {
		SocksProxy proxy = confidentiality.proxy(Gssapi.builder().keytab(realm.keytab(), KerberosRealm.FORMER_CLIENT));
		assertThat(failure(SocksAuthenticationException.class, proxy)).hasMessageContaining("former@")
			.hasMessageContaining("the KDC knows it");
	}

	@Test
	void aServiceThatTheKdcDoesNotKnowIsNamed() {
		SocksProxy proxy = confidentiality.proxy(withKeytab().service("nothing"));
		assertThat(failure(SocksAuthenticationException.class, proxy))
			.hasMessageContaining("no ticket for nothing@127.0.0.1")
			.hasCauseInstanceOf(GSSException.class);
	}

	@Test
	void aTicketThatTheProxyCannotReadEndsTheConnection() {
		SocksProxy proxy = confidentiality.proxy(withKeytab().service(KerberosRealm.OTHER_SERVICE));
		assertThat(failure(SocksProtocolException.class, proxy))
			.hasMessageContaining("the Kerberos ticket for other@127.0.0.1");
	}

	@Test
	void aProxyThatWantsGssapiAcceptsNothingElse() {
		SocksProxy proxy = confidentiality.address(SocksVersion.SOCKS5).build();
		assertThatExceptionOfType(SocksAuthenticationException.class)
			.isThrownBy(() -> SocksDialer.of(proxy).connect(Sandbox.NAME, 80))
			.withMessageContaining("GSSAPI");
	}

	@Test
	void aSilentKdcDoesNotOutlastTheBudget() {
		SocksProxy proxy = confidentiality
			.proxy(Gssapi.builder().keytab(realm.keytab(), KerberosRealm.CLIENT_OF_SILENT))
			.withTimeout(Duration.ofMillis(500));
		long start = System.nanoTime();
		assertThat(failure(SocksTimeoutException.class, proxy)).hasMessageContaining("KDC");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
	}

}
