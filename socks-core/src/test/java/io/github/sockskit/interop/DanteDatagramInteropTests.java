package io.github.sockskit.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

import io.github.sockskit.DatagramEcho;
import io.github.sockskit.Descriptors;
import io.github.sockskit.HostAndPort;
import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.SocksDatagramSocket;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * UDP ASSOCIATE at Dante.
 */
class DanteDatagramInteropTests {

	private static final byte[] HELLO = "hello".getBytes();

	@RegisterExtension
	static final DanteServer open = DanteServer.open();

	@RegisterExtension
	static final DanteServer guarded = DanteServer.withPassword();

	private static final DatagramEcho target = new DatagramEcho("127.0.0.1");

	private static final DatagramEcho target6 = new DatagramEcho("::1");

	@AfterAll
	static void closeTargets() {
		target.close();
		target6.close();
	}

	static Stream<DanteServer> servers() {
		return Stream.of(open, guarded);
	}

	private static SocksDatagramSocket associated(DanteServer server) throws IOException {
		SocksDatagramSocket socket = SocksDialer.of(server.proxy(SocksVersion.SOCKS5)).associate();
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static void assertAnswers(SocksDatagramSocket socket, HostAndPort asked, InetSocketAddress origin)
			throws IOException {
		socket.send(HELLO, asked);
		ByteBuffer received = ByteBuffer.allocate(100);
		assertThat(socket.receive(received))
			.isEqualTo(new HostAndPort(origin.getAddress().getHostAddress(), origin.getPort()));
		assertThat(new String(received.array(), 0, received.position())).isEqualTo("hello");
	}

	@ParameterizedTest
	@MethodSource("servers")
	void aNameThatOnlyTheProxyKnowsIsReached(DanteServer server) throws IOException {
		try (SocksDatagramSocket socket = associated(server)) {
			assertAnswers(socket, new HostAndPort(Sandbox.NAME, target.port()), target.address());
		}
	}

	@ParameterizedTest
	@MethodSource("servers")
	void addressesOfBothFamiliesAreReachedInOneAssociation(DanteServer server) throws IOException {
		try (SocksDatagramSocket socket = associated(server)) {
			for (DatagramEcho each : new DatagramEcho[] { target, target6, target }) {
				DatagramPacket packet = new DatagramPacket(HELLO.clone(), HELLO.length, each.address());
				socket.send(packet);
				DatagramPacket received = new DatagramPacket(new byte[100], 100);
				socket.receive(received);
				assertThat(new String(received.getData(), 0, received.getLength())).isEqualTo("hello");
				assertThat(received.getSocketAddress()).isEqualTo(each.address());
			}
		}
	}

	@Test
	void aNameOfAnIpv6AddressIsReached() throws IOException {
		try (SocksDatagramSocket socket = associated(open)) {
			assertAnswers(socket, new HostAndPort(Sandbox.NAME_OF_IPV6, target6.port()), target6.address());
		}
	}

	@Test
	void connectedToANameItIsADatagramSocketAsAnyOther() throws IOException {
		try (SocksDatagramSocket socket = associated(open)) {
			socket.connect(InetSocketAddress.createUnresolved(Sandbox.NAME, target.port()));
			for (String each : new String[] { "one", "three", "two" }) {
				socket.send(new DatagramPacket(each.getBytes(), each.length()));
				DatagramPacket received = new DatagramPacket(new byte[100], 100);
				socket.receive(received);
				assertThat(new String(received.getData(), 0, received.getLength())).isEqualTo(each);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1400, 9000, 60_000 })
	void dataOfAnyLengthArrivesIntact(int length) throws IOException {
		byte[] data = new byte[length];
		System.arraycopy(Targets.LOAD, 0, data, 0, length);
		try (SocksDatagramSocket socket = associated(open)) {
			socket.send(data, new HostAndPort("127.0.0.1", target.port()));
			ByteBuffer received = ByteBuffer.allocate(0xFFFF);
			socket.receive(received);
			assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(data));
		}
	}

	/** Of a blocked one Dante tells the kernel, and a connected socket would hear it. */
	@Test
	void aBlockedOrUnknownTargetIsSilence() throws IOException {
		try (SocksDatagramSocket socket = associated(open)) {
			socket.send(HELLO, new HostAndPort(DanteServer.BLOCKED, target.port()));
			socket.send(HELLO, new HostAndPort(Sandbox.UNKNOWN_NAME, target.port()));
			socket.setSoTimeout(300);
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> socket.receive(ByteBuffer.allocate(100)));
			socket.setSoTimeout(10_000);
			assertAnswers(socket, new HostAndPort("127.0.0.1", target.port()), target.address());
		}
	}

	@Test
	void withoutAPasswordNoMethodIsAcceptable() {
		SocksDialer dialer = SocksDialer.of(guarded.address(SocksVersion.SOCKS5).build());
		assertThatExceptionOfType(SocksAuthenticationException.class).isThrownBy(dialer::associate)
			.withMessageContaining("UDP relay");
	}

	@Test
	void theEndOfDanteIsTold() throws IOException {
		DanteServer own = DanteServer.open();
		own.beforeAll(null);
		try (SocksDatagramSocket socket = associated(own)) {
			assertAnswers(socket, new HostAndPort("127.0.0.1", target.port()), target.address());
			own.afterAll(null);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.receive(ByteBuffer.allocate(100)));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.receive(ByteBuffer.allocate(100)))
				.withMessageContaining("ended the association");
		}
		finally {
			own.afterAll(null);
		}
	}

	@Test
	void noDescriptorIsLeft() throws Exception {
		Descriptors.assertNoneLeftBy(() -> {
			try (SocksDatagramSocket socket = associated(open)) {
				assertAnswers(socket, new HostAndPort("127.0.0.1", target.port()), target.address());
			}
		});
	}

}
