package io.github.sockskit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import io.github.sockskit.test.Command;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(30)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class SocksDatagramSocketTests {

	private static final int LIMIT = 5000;

	private static final byte[] HELLO = "hello".getBytes();

	private static final HostAndPort NAME = new HostAndPort("dns.example", 53);

	private static final InetSocketAddress UNRESOLVED = InetSocketAddress.createUnresolved("dns.example", 53);

	private static final DatagramEcho target = new DatagramEcho("127.0.0.1");

	private static final DatagramEcho target6 = new DatagramEcho("::1");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("dns.example", target.address()).map("192.0.2.7", 53, target.address()));

	@AfterAll
	static void closeTargets() {
		target.close();
		target6.close();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		await().until(() -> proxy.server().openConnections() == 0);
	}

	private static SocksDialer dialer() {
		return SocksDialer.of(SocksProxy.parse("socks5://jane:s3cret@127.0.0.1:" + proxy.server().port()));
	}

	private static SocksDatagramSocket associated() throws IOException {
		return associated(dialer());
	}

	private static SocksDatagramSocket associated(SocksDialer dialer) throws IOException {
		SocksDatagramSocket socket = dialer.associate();
		socket.setSoTimeout(LIMIT);
		return socket;
	}

	private static DatagramPacket packet(SocketAddress destination) {
		return new DatagramPacket(HELLO.clone(), HELLO.length, destination);
	}

	private static DatagramPacket emptyPacket() {
		return new DatagramPacket(new byte[1000], 1000);
	}

	private static String text(DatagramPacket packet) {
		return new String(packet.getData(), packet.getOffset(), packet.getLength());
	}

	private static byte[] bytes(String hex) {
		return HexFormat.ofDelimiter(" ").parseHex(hex);
	}

	@Test
	void everyPublicMethodIsOverriddenOrMeansTheSocketTowardsTheRelay() {
		Set<String> inherited = Arrays.stream(DatagramSocket.class.getMethods())
			.filter((method) -> method.getDeclaringClass() == DatagramSocket.class)
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.filter((method) -> !isOverridden(method))
			.map(Method::getName)
			.collect(Collectors.toSet());
		assertThat(inherited).containsExactlyInAnyOrder("bind", "isBound", "isClosed", "getChannel", "getLocalAddress",
				"getLocalPort", "getLocalSocketAddress", "getSendBufferSize", "setSendBufferSize",
				"getReceiveBufferSize", "setReceiveBufferSize", "getReuseAddress", "setReuseAddress", "getBroadcast",
				"setBroadcast", "getTrafficClass", "setTrafficClass", "getOption", "setOption", "supportedOptions");
	}

	private static boolean isOverridden(Method method) {
		try {
			return SocksDatagramSocket.class.getMethod(method.getName(), method.getParameterTypes())
				.getDeclaringClass() == SocksDatagramSocket.class;
		}
		catch (NoSuchMethodException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void packetsGoToAndComeFromAddresses() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			for (InetSocketAddress destination : List.of(target.address(), target6.address(),
					new InetSocketAddress("192.0.2.7", 53))) {
				socket.send(packet(destination));
				DatagramPacket received = emptyPacket();
				socket.receive(received);
				assertThat(text(received)).isEqualTo("hello");
				assertThat(received.getSocketAddress()).isEqualTo(destination);
			}
			assertThat(socket.getLocalAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
		}
		assertThat(proxy.server().takeRequest(Duration.ofSeconds(5)).command()).isEqualTo(Command.UDP_ASSOCIATE);
		assertThat(proxy.server().datagrams()).extracting(RecordedRequest::hostType)
			.containsExactly(HostType.IPV4, HostType.IPV6, HostType.IPV4);
	}

	@Test
	void aNameIsLeftToTheProxy() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			socket.send(HELLO, NAME);
			ByteBuffer received = ByteBuffer.allocate(1000);
			assertThat(socket.receive(received)).isEqualTo(new HostAndPort("127.0.0.1", 53));
			assertThat(new String(received.array(), 0, received.position())).isEqualTo("hello");
		}
		assertThat(proxy.server().datagrams()).singleElement().satisfies((datagram) -> {
			assertThat(datagram.host()).isEqualTo("dns.example");
			assertThat(datagram.hostType()).isEqualTo(HostType.NAME);
			assertThat(datagram.port()).isEqualTo(53);
		});
	}

	@Test
	void connectedToANamePacketsNeedNoAddress() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			socket.connect(UNRESOLVED);
			assertThat(socket.isConnected()).isTrue();
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(UNRESOLVED);
			assertThat(socket.getInetAddress()).isNull();
			assertThat(socket.getPort()).isEqualTo(53);
			DatagramPacket packet = new DatagramPacket(HELLO.clone(), HELLO.length);
			for (int i = 0; i < 2; i++) {
				socket.send(packet);
				socket.receive(packet);
				assertThat(text(packet)).isEqualTo("hello");
				assertThat(packet.getAddress()).isNull();
				assertThat(packet.getPort()).isEqualTo(53);
			}
			assertThatIllegalArgumentException().isThrownBy(() -> socket.send(packet(target.address())));
			assertThatIllegalArgumentException().isThrownBy(() -> socket.send(HELLO, new HostAndPort("b.example", 53)));
			socket.send(HELLO, NAME);
			socket.disconnect();
			assertThat(socket.isConnected()).isFalse();
			socket.send(packet(target.address()));
			await().until(() -> proxy.server().datagrams().size(), (size) -> size == 4);
		}
	}

	@Test
	void connectedToAnAddressOthersAreNotHeard() throws Exception {
		try (SocksDatagramSocket socket = associated(); DatagramEcho other = new DatagramEcho("127.0.0.1")) {
			socket.send(packet(other.address()));
			socket.receive(emptyPacket());
			socket.send(packet(other.address()));
			await().until(() -> proxy.server().datagrams().size() == 2);
			socket.connect(target.address());
			DatagramPacket sent = new DatagramPacket("me".getBytes(), 2);
			socket.send(sent);
			assertThat(sent.getSocketAddress()).isEqualTo(target.address());
			DatagramPacket received = emptyPacket();
			socket.receive(received);
			assertThat(text(received)).isEqualTo("me");
			assertThat(received.getSocketAddress()).isEqualTo(target.address());
		}
	}

	@Test
	void aLiteralIsAnAddress() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			socket.connect(InetSocketAddress.createUnresolved("::1", target6.port()));
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(target6.address());
			socket.send(HELLO, new HostAndPort("[::1]", target6.port()));
			assertThat(socket.receive(ByteBuffer.allocate(9)))
				.isEqualTo(new HostAndPort("0:0:0:0:0:0:0:1", target6.port()));
		}
	}

	@Test
	void connectedOrNotItAnswersAsAJdkSocketDoes() throws Exception {
		try (SocksDatagramSocket socket = associated(); DatagramSocket jdk = new DatagramSocket()) {
			for (DatagramSocket each : List.of(socket, jdk)) {
				assertThat(each.isBound()).isTrue();
				assertThat(each.getLocalPort()).isPositive();
				assertThat(each.getPort()).isEqualTo(-1);
				assertThat(each.getInetAddress()).isNull();
				assertThat(each.getRemoteSocketAddress()).isNull();
				assertThat(each.getChannel()).isNull();
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.bind(null));
				assertThatIllegalArgumentException().isThrownBy(() -> each.send(new DatagramPacket(HELLO, 5)));
				assertThatIllegalArgumentException().isThrownBy(() -> each.connect(null));
				assertThatIllegalArgumentException().isThrownBy(() -> each.connect(null, 53));
				assertThatIllegalArgumentException().isThrownBy(() -> each.connect(new SocketAddress() {
				}));
				assertThatIllegalArgumentException().isThrownBy(() -> each.setSoTimeout(-1));
				InetSocketAddress portZero = new InetSocketAddress("127.0.0.1", 0);
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.send(packet(portZero)));
				assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.connect(portZero));
				assertThatExceptionOfType(UncheckedIOException.class)
					.isThrownBy(() -> each.connect(portZero.getAddress(), 0));
				assertThat(each.isConnected()).isFalse();
				each.connect(target.address().getAddress(), target.port());
				assertThat(each.isConnected()).isTrue();
				assertThat(each.getPort()).isEqualTo(target.port());
				assertThat(each.getInetAddress()).isEqualTo(target.address().getAddress());
				assertThatIllegalArgumentException().isThrownBy(() -> each.send(packet(target6.address())));
			}
		}
	}

	@Test
	void closedItAnswersAsAJdkSocketDoes() throws Exception {
		SocksDatagramSocket socket = associated();
		DatagramSocket jdk = new DatagramSocket();
		for (DatagramSocket each : List.of(socket, jdk)) {
			each.close();
			each.close();
			assertThat(each.isClosed()).isTrue();
			assertThat(each.getLocalPort()).isEqualTo(-1);
			assertThat(each.getLocalSocketAddress()).isNull();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.send(packet(target.address())));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.receive(emptyPacket()));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> each.setSoTimeout(1));
			assertThatExceptionOfType(SocketException.class).isThrownBy(each::getSoTimeout);
			each.connect(target.address());
			assertThat(each.isConnected()).isFalse();
		}
	}

	@Test
	void whatMeansNothingThroughAProxyThrows() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			InetSocketAddress group = new InetSocketAddress("224.0.0.1", 53);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.joinGroup(group, null));
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.leaveGroup(group, null));
			for (String nobody : List.of("0.0.0.0", "::")) {
				assertThatIllegalArgumentException()
					.isThrownBy(() -> socket.send(packet(new InetSocketAddress(nobody, 53))));
			}
			InetAddress scoped = Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 1);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> socket.send(packet(new InetSocketAddress(scoped, 53))));
			assertThatIllegalArgumentException().isThrownBy(() -> socket.send(HELLO, new HostAndPort("127.1", 53)));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> socket.connect(InetSocketAddress.createUnresolved("a b", 53)));
		}
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			first fragment  | 00 00 01 01 7f 00 00 01 00 35 62 61 64
			last fragment   | 00 00 81 01 7f 00 00 01 00 35 62 61 64
			nothing         | ''
			cut short       | 00 00 00 01 7f 00 00 01 00
			name cut short  | 00 00 00 03 05 61 62 63 00 35
			empty name      | 00 00 00 03 00 00 35 62 61 64
			unknown type    | 00 00 00 05 7f 00 00 01 00 35 62 61 64
			""")
	void whatIsNoWholeDatagramIsDropped(String name, String datagram) throws Exception {
		proxy.server().misbehave(Misbehaviour.datagram(bytes(datagram)));
		try (SocksDatagramSocket socket = associated()) {
			socket.send(HELLO, NAME);
			DatagramPacket received = emptyPacket();
			socket.receive(received);
			assertThat(text(received)).isEqualTo("hello");
		}
	}

	@Test
	void whatDoesNotComeFromTheRelayIsDropped() throws Exception {
		proxy.server().misbehave(Misbehaviour.datagramFromStranger(bytes("00 00 00 01 7f 00 00 01 00 35 62 61 64")));
		try (SocksDatagramSocket socket = associated()) {
			socket.send(HELLO, NAME);
			DatagramPacket received = emptyPacket();
			socket.receive(received);
			assertThat(text(received)).isEqualTo("hello");
		}
	}

	@Test
	void anOriginMayBeAName() throws Exception {
		proxy.server()
			.misbehave(Misbehaviour.datagram(bytes("00 00 00 03 0b 64 6e 73 2e 65 78 61 6d 70 6c 65 00 35 68 69")));
		try (SocksDatagramSocket socket = associated()) {
			socket.send(HELLO, NAME);
			ByteBuffer received = ByteBuffer.allocate(2);
			assertThat(socket.receive(received)).isEqualTo(NAME);
			assertThat(new String(received.array())).isEqualTo("hi");
			socket.receive(emptyPacket());

			socket.send(HELLO, NAME);
			DatagramPacket packet = packet(target.address());
			socket.receive(packet);
			assertThat(text(packet)).isEqualTo("hi");
			assertThat(packet.getAddress()).isNull();
			assertThat(packet.getPort()).isEqualTo(53);
			socket.receive(emptyPacket());

			socket.connect(InetSocketAddress.createUnresolved("DNS.example", 53));
			socket.send(new DatagramPacket(HELLO, HELLO.length));
			socket.receive(packet);
			assertThat(text(packet)).isEqualTo("hi");
			socket.receive(emptyPacket());

			socket.connect(new InetSocketAddress("192.0.2.7", 53));
			socket.send(new DatagramPacket(HELLO, HELLO.length));
			socket.receive(packet);
			assertThat(text(packet)).as("the name was not expected").isEqualTo("hello");
		}
	}

	@Test
	void packetsCanBeReceivedIntoAgainAndAgain() throws Exception {
		byte[] buffer = "................".getBytes();
		DatagramPacket packet = new DatagramPacket(buffer, 2, 8);
		try (SocksDatagramSocket socket = associated()) {
			for (String sent : List.of("a", "long", "", "truncated", "x")) {
				socket.send(sent.getBytes(), NAME);
				socket.receive(packet);
				assertThat(text(packet)).isEqualTo(sent.substring(0, Math.min(8, sent.length())));
			}
			assertThat(new String(buffer)).startsWith("..x").endsWith("......");
			packet.setLength(3);
			for (int i = 0; i < 2; i++) {
				socket.send(HELLO, NAME);
				socket.receive(packet);
				assertThat(text(packet)).isEqualTo("hel");
			}
			ByteBuffer small = ByteBuffer.allocate(2);
			socket.send(HELLO, NAME);
			socket.receive(small);
			assertThat(new String(small.array())).isEqualTo("he");
		}
	}

	@Test
	void theLargestPayloadOfAKindOfAddressIsToldAndPasses() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			assertThat(socket.getMaximumPayload(new HostAndPort("192.0.2.7", 0))).isEqualTo(65_507 - 10);
			assertThat(socket.getMaximumPayload(new HostAndPort("a", 0))).isEqualTo(65_507 - 262);
			assertThat(socket.getMaximumPayload(new HostAndPort("::1", 0))).isEqualTo(65_507 - 22);

			HostAndPort address = new HostAndPort("127.0.0.1", target.port());
			byte[] largest = new byte[socket.getMaximumPayload(address)];
			largest[largest.length - 1] = 7;
			socket.send(largest, address);
			ByteBuffer received = ByteBuffer.allocate(largest.length);
			socket.receive(received);
			assertThat(received.array()).isEqualTo(largest);
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> socket.send(new byte[largest.length + 1], address));

			socket.setSendBufferSize(4096);
			int actual = socket.getSendBufferSize();
			assertThat(socket.getMaximumPayload(address)).isEqualTo(actual - 10);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::" })
	void anUnspecifiedRelayIsAtTheProxysAddress(String bound) throws Exception {
		proxy.server().misbehave(Misbehaviour.boundAddress(bound, 0));
		try (SocksDatagramSocket socket = associated()) {
			assertThat(socket.getBoundAddress().getAddress()).isEqualTo(InetAddress.getByName("127.0.0.1"));
			socket.send(HELLO, NAME);
			socket.receive(emptyPacket());
		}
	}

	@Test
	void aRelayAtAMappedAddressIsAtTheIpv4AddressThatItMeans() throws Exception {
		proxy.server()
			.misbehave(
					Misbehaviour.rawReply(bytes("05 00 00 04 00 00 00 00 00 00 00 00 00 00 ff ff 7f 00 00 01 04 38")));
		try (SocksDatagramSocket socket = associated()) {
			assertThat(socket.getBoundAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 1080));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "01 7f 00 00 01 00 00", "03 01 61 04 38" })
	void aRelayThatIsNotTellableIsNotUnderstood(String bound) {
		proxy.server().misbehave(Misbehaviour.rawReply(bytes("05 00 00 " + bound)));
		assertThatExceptionOfType(SocksProtocolException.class).isThrownBy(() -> dialer().associate())
			.withMessageContaining("for the relay")
			.withMessageNotContaining("s3cret");
	}

	@Test
	void anIpv6ProxyIsToldSo() throws Exception {
		try (SocksServer six = SocksServer.builder().host("::1").map("dns.example", target.address()).start();
				SocksDatagramSocket socket = associated(
						SocksDialer.of(SocksProxy.parse("socks5://[::1]:" + six.port())))) {
			assertThat(six.requests()).singleElement().satisfies((request) -> {
				assertThat(request.host()).isEqualTo("::");
				assertThat(request.port()).isZero();
			});
			assertThat(socket.getMaximumPayload(NAME)).isEqualTo(65_527 - 262);
			socket.send(HELLO, NAME);
			socket.receive(emptyPacket());
		}
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void namesAreLookedUpHereWhereThatIsConfigured() throws Exception {
		try (SocksDatagramSocket socket = associated(dialer().withDns(DnsMode.LOCAL))) {
			socket.send(HELLO, new HostAndPort("ipv4.invalid", target.port()));
			socket.receive(emptyPacket());
			socket.connect(InetSocketAddress.createUnresolved("ipv4.invalid", target.port()));
			assertThat(socket.getInetAddress()).isEqualTo(target.address().getAddress());
			socket.send(packet(target.address()));
			socket.receive(emptyPacket());
			socket.disconnect();
			assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> socket.send(HELLO, NAME))
				.withMessageContaining("dns.example")
				.withMessageContaining("local DNS");
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.connect(UNRESOLVED))
				.withCauseInstanceOf(SocksConnectException.class);
		}
		assertThat(proxy.server().datagrams()).extracting(RecordedRequest::hostType)
			.containsExactly(HostType.IPV4, HostType.IPV4);
	}

	@Test
	void aResolvedAddressGoesOutAsTheNameItWasMadeFromOnlyIfThatIsConfigured() throws Exception {
		InetAddress resolved = InetAddress.getByAddress("dns.example", new byte[] { (byte) 192, 0, 2, 7 });
		for (DnsMode dns : List.of(DnsMode.AUTO, DnsMode.REMOTE)) {
			try (SocksDatagramSocket socket = associated(dialer().withDns(dns))) {
				socket.send(packet(new InetSocketAddress(resolved, 53)));
				socket.receive(emptyPacket());
			}
		}
		assertThat(proxy.server().datagrams()).extracting(RecordedRequest::host)
			.containsExactly("192.0.2.7", "dns.example");
	}

	@Test
	void theTimeLimitOfReceiveHolds() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			assertThat(socket.getSoTimeout()).isEqualTo(LIMIT);
			socket.setSoTimeout(100);
			long start = System.nanoTime();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.receive(emptyPacket()));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(99),
					Duration.ofSeconds(5));
			socket.send(HELLO, NAME);
			socket.receive(emptyPacket());
		}
	}

	@Test
	void whatIsDroppedDoesNotStretchTheTimeLimit() throws Exception {
		try (SocksDatagramSocket socket = associated();
				DatagramSocket flooder = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
			socket.send(HELLO, new HostAndPort("127.0.0.1", flooder.getLocalPort()));
			DatagramPacket flood = emptyPacket();
			flooder.receive(flood);
			CompletableFuture<Throwable> flooding = CompletableFuture.supplyAsync(() -> catchThrowable(() -> {
				while (true) {
					flooder.send(flood);
					TimeUnit.MILLISECONDS.sleep(10); // a sender's pace
				}
			}));
			ByteBuffer received = ByteBuffer.allocate(5);
			socket.receive(received);
			socket.connect(new InetSocketAddress("192.0.2.1", 53));
			socket.setSoTimeout(200);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.receive(emptyPacket()));
			assertThat(flooding).isNotDone();
			flooder.close();
			flooding.get(5, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS4A" })
	void socks4IsRefusedAtOnce(SocksVersion version) {
		SocksDialer dialer = SocksDialer.of(SocksProxy.builder(version, "127.0.0.1", proxy.server().port()).build());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(dialer::associate)
			.withMessageContaining("socks5");
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void aChainIsRefusedAtOnce() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> dialer().through(dialer()).associate())
			.withMessageContaining("chain")
			.withMessageNotContaining("s3cret");
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void tlsIsRefusedAtOnceAsItWouldNotProtectDatagrams() throws Exception {
		SocksDialer dialer = dialer().withTls(SSLContext.getDefault().getSocketFactory());
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(dialer::associate)
			.withMessageContaining("unprotected")
			.withMessageNotContaining("s3cret");
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void aRefusalSaysItsCodeAndHasNoTarget() {
		proxy.server().misbehave(Misbehaviour.refuse(7));
		SocksReplyException ex = catchThrowableOfType(SocksReplyException.class, () -> dialer().associate());
		assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.COMMAND_NOT_SUPPORTED);
		assertThat(ex.getTarget()).isNull();
		assertThat(ex).hasMessageContaining("did not open a UDP relay: reply 7,").hasMessageNotContaining("s3cret");
	}

	@ParameterizedTest(name = "after {0} bytes")
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })
	void aProxyThatStallsOrClosesAtAnyByteFails(int bytes) {
		proxy.server().misbehave(Misbehaviour.stallAfter(bytes));
		SocksDialer impatient = SocksDialer.of(dialer().proxy().withTimeout(Duration.ofMillis(100)));
		assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(impatient::associate)
			.withMessageContaining("UDP relay");
		proxy.server().misbehave(Misbehaviour.closeAfter(bytes));
		assertThatExceptionOfType(SocksProtocolException.class).isThrownBy(() -> dialer().associate())
			.withMessageContaining("UDP relay");
	}

	@Test
	void theEndOfTheControlConnectionEndsTheAssociationAndIsTold() throws Exception {
		try (SocksServer own = SocksServer.builder().map("dns.example", target.address()).start();
				SocksDatagramSocket socket = SocksDialer.of(SocksProxy.parse("socks5://127.0.0.1:" + own.port()))
					.associate()) {
			socket.send(HELLO, NAME);
			socket.receive(emptyPacket());
			CompletableFuture<Throwable> waiting = CompletableFuture
				.supplyAsync(() -> catchThrowable(() -> socket.receive(emptyPacket())));
			own.close();
			assertThat(waiting.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
				.hasMessageContaining("ended the association");
			assertThat(socket.isClosed()).isTrue();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.send(HELLO, NAME))
				.withMessageContaining("ended the association");
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.receive(ByteBuffer.allocate(1)))
				.withMessageContaining("ended the association");
		}
	}

	@Test
	void aProxyThatClosesAfterItsReplyEndsTheAssociation() throws Exception {
		proxy.server().misbehave(Misbehaviour.closeAfter(12));
		try (SocksDatagramSocket socket = dialer().associate()) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.receive(emptyPacket()))
				.withMessageContaining("closed the control connection");
		}
	}

	@Test
	void closingEndsBothAndWhatIsWaiting() throws Exception {
		SocksDatagramSocket socket = dialer().associate();
		CompletableFuture<Throwable> outcome = new CompletableFuture<>();
		Thread waiting = new Thread(() -> outcome.complete(catchThrowable(() -> socket.receive(emptyPacket()))));
		waiting.start();
		await().until(() -> Arrays.stream(waiting.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals("sun.nio.ch.DatagramChannelImpl")));
		socket.close();
		assertThat(outcome.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class)
			.hasMessageNotContaining("association");
		await().until(() -> proxy.server().openConnections() == 0);
		await().until(() -> Thread.getAllStackTraces()
			.keySet()
			.stream()
			.noneMatch((thread) -> thread.getName().startsWith("socks-association")));
	}

	@Test
	void theThreadThatWatchesKeepsNoJvmAlive() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			String name = "socks-association-" + socket.getLocalPort();
			List<Thread> watching = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().equals(name))
				.toList();
			assertThat(watching).allMatch(Thread::isDaemon).hasSize((Runtime.version().feature() < 21) ? 1 : 0); // virtual
																													// ones
																													// are
																													// not
																													// listed
		}
	}

	@Test
	void nothingOfItShowsThePassword() throws Exception {
		try (SocksDatagramSocket socket = associated()) {
			socket.connect(UNRESOLVED);
			assertThat(socket).asString().contains("dns.example").contains("jane").doesNotContain("s3cret");
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void noDescriptorIsLeftWhateverHappens() throws Exception {
		Descriptors.assertNoneLeftBy(() -> {
			useAndFail();
			await().until(() -> proxy.server().openConnections() == 0);
		});
	}

	private static void useAndFail() throws IOException {
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.refuse(2), Misbehaviour.closeAfter(5),
				Misbehaviour.boundAddress("a", 1))) {
			proxy.server().misbehave(misbehaviour);
			assertThatExceptionOfType(SocksException.class).isThrownBy(() -> dialer().associate());
		}
		proxy.server().misbehave(Misbehaviour.closeAfter(12));
		try (SocksDatagramSocket socket = dialer().associate()) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.receive(emptyPacket()));
		}
		proxy.server().misbehave(Misbehaviour.NONE);
		try (SocksDatagramSocket socket = associated()) {
			socket.send(HELLO, NAME);
			socket.receive(emptyPacket());
		}
	}

}
