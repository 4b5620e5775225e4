package io.github.sockskit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(30)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class SocksServerSocketTests {

	private static final String METHOD = "05 00";

	private static final String BOUND = "05 00 00 01 c0 00 02 07 04 38";

	private static final String PEER = "05 00 00 01 c6 33 64 09 9c 40";

	/** Bound, after a dialogue step by step. */
	private static SocksServerSocket bound(ScriptedProxy proxy) throws Exception {
		CompletableFuture<SocksServerSocket> bound = CompletableFuture
			.supplyAsync(() -> bind(proxy, "socks5", "peer.example"));
		assertThat(proxy.heard()).isEqualTo("05 01 00");
		proxy.say(METHOD);
		assertThat(proxy.heard()).isEqualTo("05 02 00 03 0c 70 65 65 72 2e 65 78 61 6d 70 6c 65 00 50");
		proxy.say(BOUND);
		return bound.get(5, TimeUnit.SECONDS);
	}

	private static SocksServerSocket bind(ScriptedProxy proxy, String scheme, String host) {
		try {
			return proxy.dialer(scheme).bind(host, 80);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					socks4  | 1.2.3.4      | 04 02 00 50 01 02 03 04 00                         | 00 5a 04 38 c0 00 02 07
					socks4a | peer.example | 04 02 00 50 00 00 00 01 00 70 65 65 72 2e 65 78 61 6d 70 6c 65 00 | 00 5a 04 38 c0 00 02 07
					""")
	void theRequestOfSocks4IsABind(String scheme, String host, String request, String reply) throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy()) {
			CompletableFuture<SocksServerSocket> bind = CompletableFuture.supplyAsync(() -> bind(proxy, scheme, host));
			assertThat(proxy.heard()).isEqualTo(request);
			proxy.say(reply);
			try (SocksServerSocket server = bind.get(5, TimeUnit.SECONDS)) {
				assertThat(server.getLocalSocketAddress()).isEqualTo(new InetSocketAddress("192.0.2.7", 1080));
				proxy.say("00 5a 9c 40 c6 33 64 09 68 69");
				try (SocksSocket accepted = server.accept()) {
					assertThat(accepted.getRemoteSocketAddress())
						.isEqualTo(new InetSocketAddress("198.51.100.9", 40000));
					assertThat(new String(accepted.getInputStream().readNBytes(2))).isEqualTo("hi");
				}
			}
		}
	}

	@Test
	void theBoundAddressIsThereAtOnceAndThePeerAtAccept() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksServerSocket server = bound(proxy)) {
			assertThat(server.getLocalSocketAddress()).isEqualTo(new InetSocketAddress("192.0.2.7", 1080));
			assertThat(server.getInetAddress()).isEqualTo(InetAddress.getByName("192.0.2.7"));
			assertThat(server.getLocalPort()).isEqualTo(1080);
			assertThat(server.isBound()).isTrue();
			proxy.say(PEER + " 68 69");
			SocksSocket accepted = server.accept();
			server.close();
			assertThat(accepted.isClosed()).as("accepted connections stay").isFalse();
			assertThat(accepted.isConnected()).isTrue();
			assertThat(accepted.getRemoteSocketAddress()).isEqualTo(new InetSocketAddress("198.51.100.9", 40000));
			assertThat(new String(accepted.getInputStream().readNBytes(2))).isEqualTo("hi");
			accepted.getOutputStream().write("ho".getBytes());
			assertThat(proxy.heard()).isEqualTo("68 6f");
			accepted.close();
		}
	}

	@Test
	void acceptMayTimeOutAtAnyByteOfTheSecondReplyAndGoesOn() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksServerSocket server = bound(proxy)) {
			server.setSoTimeout(20);
			for (String octet : PEER.split(" ")) {
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept)
					.withMessageContaining("20ms");
				proxy.say(octet);
			}
			server.setSoTimeout(5000);
			proxy.say("21");
			try (SocksSocket accepted = server.accept()) {
				assertThat(accepted.getRemoteSocketAddress()).isEqualTo(new InetSocketAddress("198.51.100.9", 40000));
				assertThat(accepted.getSoTimeout()).isZero();
				assertThat(accepted.getInputStream().read()).isEqualTo('!');
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "05 02,NOT_ALLOWED", "05 06 00,TTL_EXPIRED", "05 01 00 01,GENERAL_FAILURE" })
	void aRefusedPeerIsAFailureAndClosesEverything(String reply, ReplyCode code) throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksServerSocket server = bound(proxy)) {
			proxy.say(reply);
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(server::accept)
				.withMessageContaining("peer.example:80")
				.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(code))
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.ACCEPT));
			assertThat(server.isClosed()).isTrue();
			assertThatExceptionOfType(SocketException.class).isThrownBy(server::accept).withMessageContaining("closed");
		}
	}

	@Test
	void aProxyThatGivesUpWaitingIsTold() throws Exception {
		for (String before : new String[] { "", "05", "05 00 00 01 c6" }) {
			try (ScriptedProxy proxy = new ScriptedProxy(); SocksServerSocket server = bound(proxy)) {
				if (!before.isEmpty()) {
					proxy.say(before);
				}
				proxy.hangUp();
				assertThatExceptionOfType(SocksProtocolException.class).isThrownBy(server::accept)
					.withMessageContaining("second reply")
					.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.ACCEPT));
			}
		}
	}

	@Test
	void thereIsOneConnection() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksServerSocket server = bound(proxy)) {
			proxy.say(PEER);
			try (SocksSocket accepted = server.accept()) {
				assertThat(accepted.isConnected()).isTrue();
				assertThatExceptionOfType(SocketException.class).isThrownBy(server::accept)
					.withMessageContaining("one");
			}
		}
	}

	@Test
	void closingEndsAnAccept() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksServerSocket server = bound(proxy)) {
			Thread[] accepting = new Thread[1];
			CompletableFuture<Throwable> accept = new CompletableFuture<>();
			accepting[0] = new Thread(() -> accept.complete(catchThrowable(server::accept)));
			accepting[0].start();
			await().until(() -> Arrays.stream(accepting[0].getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals("sun.nio.ch.NioSocketImpl")));
			assertThatExceptionOfType(SocketException.class).isThrownBy(server::accept)
				.withMessageContaining("another thread");
			server.close();
			assertThat(accept.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
		}
	}

	@ParameterizedTest
	@CsvSource({ "socks5,05 00,05 00 00 01 00 00 00 00 04 38", "socks4,'',00 5a 04 38 00 00 00 00" })
	void anUnspecifiedBoundAddressIsTheProxys(String scheme, String method, String reply) throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy()) {
			CompletableFuture<SocksServerSocket> bind = CompletableFuture
				.supplyAsync(() -> bind(proxy, scheme, "1.2.3.4"));
			proxy.say(method).say(reply);
			try (SocksServerSocket server = bind.get(5, TimeUnit.SECONDS)) {
				assertThat(server.getLocalSocketAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 1080));
			}
		}
	}

	@Test
	void throughAChainTheLastProxyBinds() throws Exception {
		try (SocksServer first = SocksServer.start(); ScriptedProxy last = new ScriptedProxy()) {
			SocksDialer chain = last.dialer("socks5")
				.through(SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + first.port())));
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			CompletableFuture<SocksServerSocket> bind = new CompletableFuture<>();
			new Thread(() -> failure.complete(catchThrowable(() -> bind.complete(chain.bind("1.2.3.4", 80))))).start();
			last.say(METHOD).say("05 00 00 01 00 00 00 00 04 38");
			try (SocksServerSocket server = bind.get(5, TimeUnit.SECONDS)) {
				assertThat(server.getLocalSocketAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 1080));
				assertThat(first.requests()).singleElement()
					.satisfies((request) -> assertThat(request.port()).isEqualTo(last.port()));
				last.say(PEER);
				server.accept().close();
			}
		}
	}

	@Test
	void whatMeansNothingThrows() throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy(); SocksServerSocket server = bound(proxy)) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> server.bind(null));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> server.bind(null, 1));
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> server.setReuseAddress(true));
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> server.getReceiveBufferSize());
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> server.setOption(StandardSocketOptions.SO_RCVBUF, 1));
			assertThat(server.supportedOptions()).isEmpty();
			assertThat(server.getChannel()).isNull();
			assertThatIllegalArgumentException().isThrownBy(() -> server.setSoTimeout(-1));
			assertThat(server).asString().contains("192.0.2.7").contains("127.0.0.1");
		}
	}

	@Test
	void everyPublicMethodOfServerSocketIsOverridden() {
		Stream<Method> inherited = Arrays.stream(ServerSocket.class.getMethods())
			.filter((method) -> method.getDeclaringClass() == ServerSocket.class)
			.filter((method) -> !Modifier.isStatic(method.getModifiers()));
		assertThat(inherited).hasSizeGreaterThan(18)
			.allSatisfy((method) -> assertThat(
					SocksServerSocket.class.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass())
				.as(method.toString())
				.isEqualTo(SocksServerSocket.class));
	}

}
