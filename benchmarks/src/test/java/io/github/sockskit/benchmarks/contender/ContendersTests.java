package io.github.sockskit.benchmarks.contender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.github.sockskit.benchmarks.server.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThatException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ContendersTests {

	private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: target.test\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static ServerProcess server;

	@BeforeAll
	static void startServer() throws IOException {
		server = ServerProcess.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("tunnels")
	void everyContenderGetsThroughToTheTargetThatItNames(TunnelContender contender, Authentication authentication)
			throws IOException {
		try (TunnelClient client = contender.through(server.proxy(authentication))) {
			for (InetSocketAddress target : targets()) {
				for (int i = 0; i < 3; i++) {
					try (Tunnel tunnel = client.open(target.getHostString(), target.getPort())) {
						tunnel.exchange(REQUEST);
						tunnel.exchange(REQUEST);
					}
				}
			}
		}
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("gets")
	void everyHttpContenderGetsThroughToTheTargetThatItNames(GetContender contender, Authentication authentication)
			throws Exception {
		try (GetClient client = contender.through(server.proxy(authentication))) {
			for (InetSocketAddress target : targets()) {
				for (int i = 0; i < 3; i++) {
					client.get(target.getHostString(), target.getPort());
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void noHttpContenderGoesPastTheProxy(GetContender contender) throws Exception {
		InetSocketAddress target = server.http();
		try (GetClient client = contender.through(new ProxyAccess(closedPort(), Authentication.NONE))) {
			assertThatException().isThrownBy(() -> client.get(target.getHostString(), target.getPort()));
		}
	}

	private static InetSocketAddress closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			return (InetSocketAddress) socket.getLocalSocketAddress();
		}
	}

	private static List<InetSocketAddress> targets() {
		return List.of(InetSocketAddress.createUnresolved(ServerProcess.TARGET_INSIDE, 80), server.http());
	}

	static Stream<Arguments> tunnels() {
		return Stream.of(Authentication.values())
			.flatMap(authentication -> Stream
				.concat(TunnelContender.all(authentication).stream(), Stream.of(TunnelContender.OPTIMISTIC))
				.map(contender -> arguments(contender, authentication)));
	}

	static Stream<Arguments> gets() {
		return Stream.of(Authentication.values())
			.flatMap(authentication -> Stream.of(GetContender.values())
				.map(contender -> arguments(contender, authentication)));
	}

}
