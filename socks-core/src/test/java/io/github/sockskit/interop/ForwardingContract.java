package io.github.sockskit.interop;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.github.sockskit.HostAndPort;
import io.github.sockskit.Known;
import io.github.sockskit.ReplyCode;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksException;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.Step;
import io.github.sockskit.interop.Targets.Service;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds for every server that forwards, in each version that it speaks, with the
 * authentication that it wants.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(TargetsResolver.class)
abstract class ForwardingContract {

	private static final int READ_TIMEOUT = (int) Duration.ofSeconds(10).toMillis();

	private static final String REQUEST = """
			GET /intact HTTP/1.1
			Host: target
			Connection: close
			""";

	private final Targets targets;

	private final List<ForeignServer> servers;

	ForwardingContract(Targets targets, ForeignServer... servers) {
		this.targets = targets;
		this.servers = List.of(servers);
	}

	Stream<Arguments> serversAndVersions() {
		return servers.stream()
			.flatMap((server) -> server.versions().stream().sorted().map((version) -> Arguments.of(server, version)));
	}

	Stream<Arguments> serversVersionsAndPlaces() {
		return serversAndVersions().flatMap((pair) -> Stream.of(Place.values())
			.filter((place) -> place.fits((SocksVersion) pair.get()[1]))
			.map((place) -> Arguments.of(pair.get()[0], pair.get()[1], place)));
	}

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("serversVersionsAndPlaces")
	void anHttpAnswerArrivesIntact(ForeignServer server, SocksVersion version, Place place) throws IOException {
		int port = targets.port(Service.HTTP, place.isIpv6());
		try (Socket socket = dial(server.dialer(version), place.host(), port)) {
			assertThat(get(socket)).isEqualTo(Targets.answer(REQUEST, "none"));
		}
	}

	@ParameterizedTest(name = "{0}, {1}, {2}")
	@MethodSource("serversVersionsAndPlaces")
	void anHttpsAnswerArrivesIntactFromTheHostThatWasAskedFor(ForeignServer server, SocksVersion version, Place place)
			throws IOException {
		int port = targets.port(Service.HTTPS, place.isIpv6());
		try (SocksSocket socket = dial(server.dialer(version), place.host(), port)) {
			assertThat(getByTls(socket, place.host(), targets)).isEqualTo(Targets.answer(REQUEST, place.serverName()));
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("serversAndVersions")
	void aTargetThatSpeaksFirstIsHeardAndAMebibyteEachWayArrivesIntact(ForeignServer server, SocksVersion version)
			throws IOException {
		int port = targets.port(Service.TALKATIVE, false);
		try (Socket socket = dial(server.dialer(version), Place.IPV4.host(), port)) {
			InputStream in = socket.getInputStream();
			assertThat(in.readNBytes(Targets.BANNER.length()))
				.isEqualTo(Targets.BANNER.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(Targets.LOAD);
			assertThat(in.readNBytes(Targets.LOAD.length)).isEqualTo(Targets.reversed(Targets.LOAD));
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("serversAndVersions")
	void dialsThatFailLeaveNoDescriptorOpen(ForeignServer server, SocksVersion version) throws IOException {
		int refused = Sandbox.freePort();
		SocksDialer dialer = server.dialer(version);
		Descriptors.assertNoneLeftBy(() -> {
			assertThatExceptionOfType(SocksException.class)
				.isThrownBy(() -> dialer.connect(Place.IPV4.host(), refused));
			if (Place.NAME.fits(version)) {
				assertThatExceptionOfType(SocksException.class)
					.isThrownBy(() -> dialer.connect(Sandbox.UNKNOWN_NAME, refused));
			}
		});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("socks5Servers")
	void aDialerFindsOutWhetherTheServerTakesOneWrite(ForeignServer server) throws IOException {
		SocksDialer dialer = patient(server);
		for (int i = 0; i < 6; i++) {
			assertAnswers(dialer);
		}
		assertThat(Known.by(dialer)).isEqualTo(server.knownAs());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("socks5Servers")
	void noneOfManyDialsAtOnceFailsWhileThatIsFoundOut(ForeignServer server) throws Exception {
		SocksDialer dialer = patient(server);
		ExecutorService threads = Executors.newFixedThreadPool(200);
		try {
			List<Future<?>> dials = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				dials.add(threads.submit(() -> {
					assertAnswers(dialer);
					return null;
				}));
			}
			for (Future<?> dial : dials) {
				dial.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		for (int i = 0; i < 2; i++) {
			assertAnswers(dialer);
		}
		assertThat(Known.by(dialer)).isEqualTo(server.knownAs());
	}

	/** The trial and the dial beside it both wait for the target. */
	@ParameterizedTest(name = "{0}")
	@MethodSource("socks5Servers")
	void aTargetThatAnswersSlowlyIsReachedWhileThatIsFoundOut(ForeignServer server) throws IOException {
		SocksDialer dialer = patient(server);
		assertAnswers(dialer);
		try (SlowTarget slow = new SlowTarget()) {
			slow.acceptSoon();
			long start = System.nanoTime();
			try (SocksSocket socket = dialer.connect("127.0.0.1", slow.port())) {
				assertThat(socket.isConnected()).isTrue();
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
		}
		assertAnswers(dialer);
		assertThat(Known.by(dialer)).isEqualTo(server.knownAs());
	}

	Stream<ForeignServer> socks5Servers() {
		return servers.stream().filter((server) -> server.versions().contains(SocksVersion.SOCKS5));
	}

	private static SocksDialer patient(ForeignServer server) {
		return server.dialer(server.proxy(SocksVersion.SOCKS5).withTimeout(Duration.ofSeconds(60)));
	}

	private void assertAnswers(SocksDialer dialer) throws IOException {
		try (Socket socket = dial(dialer, Place.IPV4.host(), targets.port(Service.HTTP, false))) {
			assertThat(get(socket)).isEqualTo(Targets.answer(REQUEST, "none"));
		}
	}

	/** Fetches from the target on IPv4. */
	final void assertReaches(SocksProxy proxy, String host) throws IOException {
		try (Socket socket = dial(SocksDialer.of(proxy), host, targets.port(Service.HTTP, false))) {
			assertThat(get(socket)).isEqualTo(Targets.answer(REQUEST, "none"));
		}
	}

	/** The proxy is asked for a target and says no. */
	static void assertRefuses(SocksProxy proxy, String host, int port, ReplyCode reply) {
		assertRefuses(SocksDialer.of(proxy), host, port, reply);
	}

	static void assertRefuses(SocksDialer dialer, String host, int port, ReplyCode reply) {
		SocksProxy proxy = dialer.proxy();
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> dialer.connect(host, port))
			.satisfies((ex) -> {
				assertThat(ex.getReplyCode()).isEqualTo(reply);
				assertThat(ex.getStep()).isEqualTo(Step.REQUEST);
				assertThat(ex.getVersion()).isEqualTo(proxy.version());
				assertThat(ex.getProxy()).isEqualTo(new HostAndPort(proxy.host(), proxy.port()));
				assertThat(ex.getTarget()).isEqualTo(new HostAndPort(host, port));
			});
	}

	/** Fetches by https from the target on IPv4, by the name that only proxies know. */
	static void assertReachesByHttps(SocksDialer dialer, Targets targets) throws IOException {
		try (SocksSocket socket = dialer.connect(Sandbox.NAME, targets.port(Service.HTTPS, false))) {
			socket.setSoTimeout(READ_TIMEOUT);
			assertThat(getByTls(socket, Sandbox.NAME, targets)).isEqualTo(Targets.answer(REQUEST, Sandbox.NAME));
		}
	}

	private static String getByTls(SocksSocket socket, String host, Targets targets) throws IOException {
		try (SSLSocket tls = (SSLSocket) targets.clientSocketFactory()
			.createSocket(socket, host, socket.getPort(), true)) {
			SSLParameters parameters = tls.getSSLParameters();
			parameters.setEndpointIdentificationAlgorithm("HTTPS");
			tls.setSSLParameters(parameters);
			return get(tls);
		}
	}

	private static SocksSocket dial(SocksDialer dialer, String host, int port) throws IOException {
		SocksSocket socket = dialer.connect(host, port);
		socket.setSoTimeout(READ_TIMEOUT);
		return socket;
	}

	private static String get(Socket socket) throws IOException {
		String request = REQUEST.replace("\n", "\r\n") + "\r\n";
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

}
