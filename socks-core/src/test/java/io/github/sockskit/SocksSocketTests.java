package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(30)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class SocksSocketTests {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final InetSocketAddress NAME = InetSocketAddress.createUnresolved("api.example", 22);

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()));

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		await().until(() -> proxy.server().openConnections() == 0);
	}

	private static SocksDialer dialer() {
		return SocksDialer.of(SocksProxy.parse("socks5://jane:s3cret@127.0.0.1:" + proxy.server().port()));
	}

	private static SocksSocket unconnected() throws IOException {
		return (SocksSocket) dialer().socketFactory().createSocket();
	}

	@Test
	void everyPublicMethodOfSocketIsOverridden() {
		Stream<Method> inherited = Arrays.stream(Socket.class.getMethods())
			.filter((method) -> method.getDeclaringClass() == Socket.class)
			.filter((method) -> !Modifier.isStatic(method.getModifiers()));
		assertThat(inherited).hasSizeGreaterThan(40)
			.allSatisfy((method) -> assertThat(
					SocksSocket.class.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass())
				.as(method.toString())
				.isEqualTo(SocksSocket.class));
	}

	@Test
	void unconnectedItAnswersAsAJdkSocketDoes() throws Exception {
		try (SocksSocket socket = unconnected(); Socket jdk = new Socket()) {
			assertThat(socket.isConnected()).isEqualTo(jdk.isConnected());
			assertThat(socket.isBound()).isEqualTo(jdk.isBound());
			assertThat(socket.isClosed()).isEqualTo(jdk.isClosed());
			assertThat(socket.isInputShutdown()).isEqualTo(jdk.isInputShutdown());
			assertThat(socket.isOutputShutdown()).isEqualTo(jdk.isOutputShutdown());
			assertThat(socket.getPort()).isEqualTo(jdk.getPort());
			assertThat(socket.getLocalPort()).isEqualTo(jdk.getLocalPort());
			assertThat(socket.getInetAddress()).isEqualTo(jdk.getInetAddress());
			assertThat(socket.getLocalAddress()).isEqualTo(jdk.getLocalAddress());
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(jdk.getRemoteSocketAddress());
			assertThat(socket.getLocalSocketAddress()).isEqualTo(jdk.getLocalSocketAddress());
			assertThat(socket.getChannel()).isEqualTo(jdk.getChannel());
			assertThat(socket.supportedOptions()).isEqualTo(jdk.supportedOptions());
			for (Socket each : new Socket[] { socket, jdk }) {
				assertThatExceptionOfType(SocketException.class).isThrownBy(each::getInputStream);
				assertThatExceptionOfType(SocketException.class).isThrownBy(each::getOutputStream);
				assertThatExceptionOfType(SocketException.class).isThrownBy(each::shutdownInput);
				assertThatExceptionOfType(SocketException.class).isThrownBy(each::shutdownOutput);
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.sendUrgentData(1));
				assertThatIllegalArgumentException().isThrownBy(() -> each.setSoTimeout(-1));
				assertThatIllegalArgumentException().isThrownBy(() -> each.setReceiveBufferSize(0));
				assertThatIllegalArgumentException().isThrownBy(() -> each.setTrafficClass(256));
				assertThatIllegalArgumentException().isThrownBy(() -> each.connect(NAME, -1));
				assertThatIllegalArgumentException().isThrownBy(() -> each.connect(null));
			}
			assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getBoundAddress);
		}
	}

	@Test
	void closedItAnswersAsAJdkSocketDoes() throws Exception {
		Socket jdk = new Socket();
		SocksSocket socket = unconnected();
		for (Socket each : new Socket[] { socket, jdk }) {
			each.close();
			each.close();
			assertThat(each.isClosed()).isTrue();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.connect(NAME));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.bind(null));
			assertThatExceptionOfType(SocketException.class).isThrownBy(each::getInputStream);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.setSoTimeout(1));
			assertThatExceptionOfType(SocketException.class).isThrownBy(each::getSoTimeout);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.setTcpNoDelay(true));
			assertThatExceptionOfType(SocketException.class).isThrownBy(each::getTcpNoDelay);
			assertThatExceptionOfType(SocketException.class)
				.isThrownBy(() -> each.getOption(StandardSocketOptions.SO_KEEPALIVE));
		}
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void connectedItShowsTheTarget() throws Exception {
		try (SocksSocket socket = unconnected()) {
			socket.connect(NAME);
			assertThat(socket.isConnected()).isTrue();
			assertThat(socket.isBound()).isTrue();
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(NAME);
			assertThat(socket.getInetAddress()).isNull();
			assertThat(socket.getPort()).isEqualTo(22);
			assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
			assertThat(socket.getLocalPort()).isPositive();
			assertThat(socket).asString().contains("api.example").contains("jane").doesNotContain("s3cret");
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.connect(NAME));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.bind(null));
			assertThat(socket.isClosed()).isFalse();
		}
	}

	@Test
	void aLiteralIsShownAsAddress() throws Exception {
		try (SocksSocket socket = dialer().connect("127.0.0.1", target.address().getPort())) {
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(target.address());
			assertThat(socket.getInetAddress()).isEqualTo(target.address().getAddress());
		}
	}

	@Test
	void anotherKindOfEndpointIsRefused() throws Exception {
		try (SocksSocket socket = unconnected()) {
			assertThatIllegalArgumentException().isThrownBy(() -> socket.connect(new SocketAddress() {
			}));
			socket.connect(NAME);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "two-addresses.invalid" })
	void optionsSetBeforeConnectingAreKeptWhicheverAddressConnects(String host) throws Exception {
		SocksDialer dialer = SocksDialer
			.of(SocksProxy.builder(SocksVersion.SOCKS5, host, proxy.server().port()).build());
		try (Socket socket = dialer.socketFactory().createSocket()) {
			socket.setTcpNoDelay(true);
			socket.setKeepAlive(true);
			socket.setSoLinger(true, 7);
			socket.setSoTimeout(123);
			socket.setOption(StandardSocketOptions.IP_TOS, 8);
			int size = socket.getReceiveBufferSize() / 2;
			socket.setReceiveBufferSize(size);
			for (int i = 0; i < 2; i++) {
				assertThat(socket.getTcpNoDelay()).isTrue();
				assertThat(socket.getKeepAlive()).isTrue();
				assertThat(socket.getSoLinger()).isEqualTo(7);
				assertThat(socket.getSoTimeout()).isEqualTo(123);
				assertThat(socket.getTrafficClass()).isEqualTo(8);
				assertThat(socket.getReceiveBufferSize()).isGreaterThanOrEqualTo(size);
				if (i == 0) {
					socket.connect(NAME);
				}
			}
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
		}
	}

	@Test
	void theLocalPortThatWasBoundIsUsed() throws Exception {
		try (SocksSocket socket = unconnected()) {
			socket.bind(new InetSocketAddress("127.0.0.1", 0));
			int port = socket.getLocalPort();
			assertThat(port).isPositive();
			socket.connect(NAME);
			assertThat(socket.getLocalPort()).isEqualTo(port);
		}
		try (Socket socket = dialer().socketFactory()
			.createSocket("api.example", 22, InetAddress.getByName("127.0.0.1"), 0)) {
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void theTimeoutOfConnectIsTheBudget() throws Exception {
		proxy.server().misbehave(Misbehaviour.stallAfter(2));
		try (SocksSocket socket = unconnected()) {
			long start = System.nanoTime();
			assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> socket.connect(NAME, 100))
				.withMessageContaining("100ms");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(100), LIMIT);
			assertThat(socket.isClosed()).isTrue();
			assertThat(socket.isConnected()).isFalse();
		}
	}

	@Test
	void halfCloseLetsTheRestArrive() throws Exception {
		try (SocksSocket socket = unconnected()) {
			socket.connect(NAME);
			socket.getOutputStream().write("all of it".getBytes());
			socket.shutdownOutput();
			assertThat(socket.isOutputShutdown()).isTrue();
			assertThat(new String(socket.getInputStream().readAllBytes())).isEqualTo("all of it");
		}
	}

	@Test
	void closingAStreamClosesTheSocket() throws Exception {
		SocksSocket socket = unconnected();
		socket.connect(NAME);
		InputStream in = socket.getInputStream();
		in.close();
		assertThat(socket.isClosed()).isTrue();
		assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getOutputStream);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2, 5 })
	void closingEndsADialAtOnce(int stalledAfter) throws Exception {
		proxy.server().misbehave(Misbehaviour.stallAfter(stalledAfter));
		SocksSocket socket = unconnected();
		CompletableFuture<Throwable> dial = CompletableFuture
			.supplyAsync(() -> catchThrowable(() -> socket.connect(NAME)));
		await().until(() -> proxy.server().openConnections() == 1);
		assertThat(socket.isConnected()).isFalse();
		assertThatExceptionOfType(SocketException.class).isThrownBy(socket::getInputStream);
		socket.close();
		assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
			.hasMessage("Socket closed");
	}

	@Test
	void closingEndsAConnectionAttemptAtOnce() throws Exception {
		try (SilentPort silent = new SilentPort("127.0.0.1", 0);
				Socket socket = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + silent.port()))
					.socketFactory()
					.createSocket()) {
			CompletableFuture<Throwable> dial = new CompletableFuture<>();
			Thread dialing = new Thread(() -> dial.complete(catchThrowable(() -> socket.connect(NAME))));
			dialing.start();
			await().until(() -> Arrays.stream(dialing.getStackTrace())
				.anyMatch((frame) -> frame.getClassName().equals("sun.nio.ch.NioSocketImpl")));
			socket.close();
			assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
		}
	}

	@Test
	void aSecondConnectWhileOneIsUnderWayIsRefused() throws Exception {
		proxy.server().misbehave(Misbehaviour.stallAfter(0));
		try (SocksSocket socket = unconnected()) {
			CompletableFuture<Throwable> dial = CompletableFuture
				.supplyAsync(() -> catchThrowable(() -> socket.connect(NAME)));
			await().until(() -> proxy.server().openConnections() == 1);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.connect(NAME))
				.withMessageContaining("already");
			socket.close();
			dial.get(5, TimeUnit.SECONDS);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void noDescriptorIsLeftWhateverFails() throws Exception {
		Misbehaviour[] all = { Misbehaviour.refuse(5), Misbehaviour.closeAfter(0), Misbehaviour.resetAfter(3),
				Misbehaviour.stallAfter(3), Misbehaviour.method(0xFF), Misbehaviour.method(7),
				Misbehaviour.notSocks("HTTP/1.0 400 Bad\r\n\r\n".getBytes()),
				Misbehaviour.method(2).and(Misbehaviour.authenticationStatus(1)) };
		SocksDialer impatient = SocksDialer.of(dialer().proxy().withTimeout(Duration.ofMillis(100)));
		SocksDialer dead = SocksDialer.of(SocksProxy.parse("socks5://dead.invalid:1"));
		// Held, so that no cleaner closes what a dial has forgotten.
		List<Socket> failed = new ArrayList<>();
		Descriptors.assertNoneLeftBy(() -> {
			failed.addAll(failOnce(impatient, dead, all));
			await().until(() -> proxy.server().openConnections() == 0);
		});
		assertThat(failed).hasSizeGreaterThan(90).allMatch(Socket::isClosed);
	}

	private static List<Socket> failOnce(SocksDialer impatient, SocksDialer dead, Misbehaviour[] all)
			throws IOException {
		List<Socket> failed = new ArrayList<>();
		for (Misbehaviour misbehaviour : all) {
			proxy.server().misbehave(misbehaviour);
			Socket socket = impatient.socketFactory().createSocket();
			failed.add(socket);
			assertThatExceptionOfType(SocksException.class).isThrownBy(() -> socket.connect(NAME));
		}
		Socket socket = dead.socketFactory().createSocket();
		failed.add(socket);
		assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> socket.connect(NAME));
		return failed;
	}

	@RepeatedTest(300)
	void closingIsNeverLostHoweverTheDialStands(RepetitionInfo repetition) throws Exception {
		proxy.server().misbehave(Misbehaviour.stallAfter(0));
		SocksSocket socket = unconnected();
		CompletableFuture<Throwable> dial = CompletableFuture
			.supplyAsync(() -> catchThrowable(() -> socket.connect(NAME)));
		for (int i = 0; i < repetition.getCurrentRepetition(); i++) {
			Thread.onSpinWait();
		}
		socket.close();
		assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
	}

	@Test
	void theJvmsOwnProxySettingsDoNotApply() throws Exception {
		// A selector is what socksProxyHost acts through; setting that would be global.
		ProxySelector before = ProxySelector.getDefault();
		List<Object> asked = new CopyOnWriteArrayList<>();
		ProxySelector.setDefault(new ProxySelector() {

			@Override
			public List<Proxy> select(URI uri) {
				asked.add(uri);
				return List.of(Proxy.NO_PROXY);
			}

			@Override
			public void connectFailed(URI uri, SocketAddress address, IOException ex) {
				asked.add(ex);
			}

		});
		try (SocksSocket socket = dialer().connect("api.example", 22)) {
			assertThat(socket.isConnected()).isTrue();
			assertThat(asked).isEmpty();
		}
		finally {
			ProxySelector.setDefault(before);
		}
	}

	@Test
	void factoriesOfOneDialerAreEqual() {
		SocksDialer dialer = dialer();
		assertThat(dialer.socketFactory()).isEqualTo(dialer.socketFactory()).hasSameHashCodeAs(dialer.socketFactory());
		assertThat(dialer.socketFactory()).isNotEqualTo(dialer().socketFactory());
	}

}
