package io.github.sockskit.interop;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

import io.github.sockskit.HandshakeMode;
import io.github.sockskit.ReplyCode;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksException;
import io.github.sockskit.SocksProtocolException;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.interop.Targets.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the servers do with data that come before their reply.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(TargetsResolver.class)
class OptimisticInteropTests {

	private static final int MANY = 100;

	private static final String REQUEST = """
			GET /intact HTTP/1.1
			Host: target
			""";

	@RegisterExtension
	static final DanteServer dante = DanteServer.open();

	@RegisterExtension
	static final DanteServer danteWithPassword = DanteServer.withPassword();

	@RegisterExtension
	static final OpenSshServer ssh = OpenSshServer.onPort();

	@RegisterExtension
	static final MicrosocksServer microsocks = MicrosocksServer.open();

	@RegisterExtension
	static final TorServer tor = new TorServer();

	private final Targets targets;

	OptimisticInteropTests(Targets targets) {
		this.targets = targets;
	}

	/** The request leaves when the method was selected. */
	private static SocksDialer optimistic(ForeignServer server, SocksVersion version) {
		return server.dialer(version).withHandshake(HandshakeMode.STEPWISE).withOptimistic(true);
	}

	/** All of the handshake leaves at once, from the third dial on. */
	private static SocksDialer adaptive(ForeignServer server, SocksVersion version) {
		return server.dialer(version).withOptimistic(true);
	}

	private static String get(Socket socket) throws IOException {
		socket.getOutputStream().write((REQUEST.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII));
		return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	private SocksSocket dial(SocksDialer dialer) throws IOException {
		SocksSocket socket = dialer.connect("127.0.0.1", targets.port(Service.HTTP, false));
		socket.setSoTimeout(10_000);
		return socket;
	}

	static Stream<Arguments> serversThatKeepEarlyData() {
		return Stream.of(dante, danteWithPassword, ssh)
			.flatMap((server) -> server.versions().stream().sorted().map((version) -> Arguments.of(server, version)));
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("serversThatKeepEarlyData")
	void earlyDataAlwaysArrive(ForeignServer server, SocksVersion version) throws IOException {
		for (SocksDialer dialer : List.of(optimistic(server, version), adaptive(server, version))) {
			for (int i = 0; i < MANY; i++) {
				try (SocksSocket socket = dial(dialer)) {
					assertThat(get(socket)).as("dial %d", i).isEqualTo(Targets.answer(REQUEST, "none"));
				}
			}
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("serversThatKeepEarlyData")
	void aTlsHandshakeMayBeEarlyData(ForeignServer server, SocksVersion version) throws IOException {
		int port = targets.port(Service.HTTPS, false);
		try (SocksSocket socket = optimistic(server, version).connect("127.0.0.1", port);
				SSLSocket tls = (SSLSocket) targets.clientSocketFactory()
					.createSocket(socket, "127.0.0.1", port, true)) {
			assertThat(get(tls)).isEqualTo(Targets.answer(REQUEST, "none"));
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("serversThatKeepEarlyData")
	void aRefusalIsReadThoughDataFollowedTheRequest(ForeignServer server, SocksVersion version) throws IOException {
		SocksDialer proven = adaptive(server, version);
		dial(proven).close();
		dial(proven).close();
		int refused = Sandbox.freePort();
		for (SocksDialer dialer : List.of(optimistic(server, version), proven)) {
			for (int i = 0; i < 10; i++) {
				try (SocksSocket socket = dialer.connect("127.0.0.1", refused)) {
					assertThatExceptionOfType(SocksException.class).isThrownBy(() -> get(socket))
						.isInstanceOf((server == ssh) ? SocksProtocolException.class : SocksReplyException.class);
				}
			}
		}
	}

	/**
	 * It drops what its one read finds behind the request, and both sides wait: but never
	 * in a way that looks like success.
	 */
	@Test
	void microsocksMayLoseEarlyDataAndNeverDataThatWait() throws IOException {
		SocksDialer dialer = adaptive(microsocks, SocksVersion.SOCKS5);
		for (int i = 0; i < 20; i++) {
			try (SocksSocket socket = dial(dialer)) {
				socket.setSoTimeout(200);
				assertThat(get(socket)).isEqualTo(Targets.answer(REQUEST, "none"));
			}
			catch (SocketTimeoutException ex) {
				assertThat(ex).isExactlyInstanceOf(SocketTimeoutException.class);
			}
		}
		for (int i = 0; i < 20; i++) {
			try (SocksSocket socket = dial(dialer)) {
				socket.getBoundAddress();
				assertThat(get(socket)).isEqualTo(Targets.answer(REQUEST, "none"));
			}
		}
	}

	@Test
	void microsocksRefusesAsAlways() throws IOException {
		try (SocksSocket socket = optimistic(microsocks, SocksVersion.SOCKS5).connect("127.0.0.1",
				Sandbox.freePort())) {
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> socket.getInputStream().read())
				.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.CONNECTION_REFUSED));
		}
	}

	/** Without a network it refuses; early data are its own extension's, and no fault. */
	@ParameterizedTest(name = "{0}")
	@MethodSource("versions")
	void torRefusesAsAlways(SocksVersion version) throws IOException {
		for (int i = 0; i < 20; i++) {
			try (SocksSocket socket = optimistic(tor, version).connect("127.0.0.1", 80)) {
				assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> get(socket))
					.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(
							(version == SocksVersion.SOCKS5) ? ReplyCode.GENERAL_FAILURE : ReplyCode.REQUEST_REJECTED));
			}
		}
	}

	static Stream<SocksVersion> versions() {
		return Stream.of(SocksVersion.values());
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("serversThatKeepEarlyData")
	void dialsThatFailLeaveNoDescriptorOpen(ForeignServer server, SocksVersion version) throws IOException {
		int refused = Sandbox.freePort();
		Descriptors.assertNoneLeftBy(() -> assertThatExceptionOfType(SocksException.class)
			.isThrownBy(() -> get(optimistic(server, version).connect("127.0.0.1", refused))));
	}

}
