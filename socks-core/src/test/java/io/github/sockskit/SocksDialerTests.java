package io.github.sockskit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.github.sockskit.test.HostType;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Timeout(30)
@SuppressWarnings("try") // a resource that only has to be open
class SocksDialerTests {

	private static final String BANNER = "SSH-2.0-banner\r\n";

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final EchoServer target = new EchoServer(BANNER);

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(SocksServer.builder()
		.map("api.example", target.address())
		.map("192.0.2.7", target.address())
		.map("2001:db8::7", target.address()));

	@RegisterExtension
	static final SocksServerExtension withPassword = new SocksServerExtension(SocksServer.builder()
		.credentials("jane", "s3cret")
		.credentials("üser", "p€")
		.credentials("key", "")
		.map("api.example", target.address())
		.map("logged.example", target.address()));

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		await().until(() -> proxy.server().openConnections() + withPassword.server().openConnections(),
				(open) -> open == 0);
	}

	private static SocksDialer dialer(SocksVersion version) {
		return SocksDialer
			.of(SocksProxy.builder(version, proxy.server().host(), proxy.server().port()).timeout(LIMIT).build());
	}

	private static SocksDialer dialer(String uri) {
		return SocksDialer.of(SocksProxy.parse(uri));
	}

	private static SocksDialer impatient(SocksVersion version) {
		return SocksDialer.of(dialer(version).proxy().withTimeout(Duration.ofMillis(200)));
	}

	private static void assertCarriesData(SocksSocket socket) throws IOException {
		assertThat(new String(socket.getInputStream().readNBytes(BANNER.length()))).isEqualTo(BANNER);
		socket.getOutputStream().write("ping".getBytes());
		assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("ping");
	}

	@ParameterizedTest(name = "{0} to {1}")
	@CsvSource(textBlock = """
			SOCKS5,  api.example, NAME, api.example
			SOCKS4A, api.example, NAME, api.example
			SOCKS5,  192.0.2.7,   IPV4, 192.0.2.7
			SOCKS4A, 192.0.2.7,   IPV4, 192.0.2.7
			SOCKS4,  192.0.2.7,   IPV4, 192.0.2.7
			SOCKS5,  2001:db8::7, IPV6, 2001:db8::7
			SOCKS4,  ipv4.invalid, IPV4, 127.0.0.1
			""")
	void theProxyIsAskedForTheTarget(SocksVersion version, String host, HostType type, String asked) throws Exception {
		proxy.server().map("127.0.0.1", target.address());
		try (SocksSocket socket = dialer(version).connect(host, 443)) {
			assertCarriesData(socket);
			assertThat(socket.getPort()).isEqualTo(443);
			assertThat(socket.getSoTimeout()).isZero();
		}
		RecordedRequest request = proxy.server().takeRequest(LIMIT);
		assertThat(request.hostType()).isEqualTo(type);
		assertThat(request.host()).isEqualTo(asked);
		assertThat(request.port()).isEqualTo(443);
		assertThat(request.version()).isEqualTo((version == SocksVersion.SOCKS5) ? 5 : 4);
	}

	@ParameterizedTest
	@EnumSource(SocksVersion.class)
	void repliesSplitAtEveryByteOrCoalescedWithDataAreTheSame(SocksVersion version) throws Exception {
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.split(), Misbehaviour.coalesce(),
				Misbehaviour.split().and(Misbehaviour.boundAddress("2001:db8::1", 7)),
				Misbehaviour.coalesce().and(Misbehaviour.boundAddress("bound.example", 7)),
				Misbehaviour.coalesce().and(Misbehaviour.boundAddress("", 7)), Misbehaviour.readSloppily())) {
			proxy.server().misbehave(misbehaviour);
			try (SocksSocket socket = dialer(version).connect("192.0.2.7", 22)) {
				assertCarriesData(socket);
			}
		}
	}

	@Test
	void theBoundAddressIsWhatTheProxySaid() throws Exception {
		proxy.server().misbehave(Misbehaviour.boundAddress("2001:db8::1", 7));
		try (SocksSocket socket = dialer(SocksVersion.SOCKS5).connect("api.example", 22)) {
			assertThat(socket.getBoundAddress()).isEqualTo(new InetSocketAddress("2001:db8::1", 7));
		}
		proxy.server().misbehave(Misbehaviour.boundAddress("bound.example", 7));
		try (SocksSocket socket = dialer(SocksVersion.SOCKS5).connect("api.example", 22)) {
			assertThat(socket.getBoundAddress()).isEqualTo(InetSocketAddress.createUnresolved("bound.example", 7));
		}
	}

	@ParameterizedTest
	@CsvSource({ "jane,s3cret", "%C3%BCser,p%E2%82%AC", "key,''" })
	void credentialsGoOutAsUtf8(String username, String password) throws Exception {
		try (SocksSocket socket = dialer(
				"socks5://%s:%s@127.0.0.1:%d".formatted(username, password, withPassword.server().port()))
			.connect("api.example", 22)) {
			assertCarriesData(socket);
		}
		assertThat(withPassword.server().requests()).singleElement()
			.extracting(RecordedRequest::username)
			.isEqualTo(URLDecoder.decode(username, StandardCharsets.UTF_8));
	}

	@Test
	void theUserIdOfSocks4GoesOut() throws Exception {
		try (SocksSocket socket = dialer("socks4a://jane@127.0.0.1:" + withPassword.server().port())
			.connect("api.example", 22)) {
			assertCarriesData(socket);
		}
		assertThat(withPassword.server().requests().get(0).username()).isEqualTo("jane");
	}

	@Test
	void wrongCredentialsAreSentOnce() {
		SocksAuthenticationException ex = catchThrowableOfType(SocksAuthenticationException.class,
				() -> dialer("socks5://jane:wr0ng@127.0.0.1:" + withPassword.server().port()).connect("api.example",
						22));
		assertThat(ex.getStep()).isEqualTo(Step.AUTHENTICATION);
		assertThat(ex.getCode()).isEqualTo(1);
		assertThat(ex.getProxy()).isEqualTo(new HostAndPort("127.0.0.1", withPassword.server().port()));
		assertThat(ex.getTarget()).isEqualTo(new HostAndPort("api.example", 22));
		assertThat(ex).hasMessageContaining("socks5://jane:***@127.0.0.1")
			.hasMessageContaining("api.example:22")
			.hasMessageContaining("check username and password")
			.hasMessageNotContaining("wr0ng");
		assertThat(withPassword.server().authentications()).isEqualTo(1);
		assertThat(withPassword.server().connections()).isEqualTo(1);
	}

	@Test
	void withoutCredentialsAPasswordProxyIsToldSo() {
		assertThatExceptionOfType(SocksAuthenticationException.class)
			.isThrownBy(() -> dialer("socks5://127.0.0.1:" + withPassword.server().port()).connect("api.example", 22))
			.withMessageContaining("set them")
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.METHOD))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(255));
	}

	@Test
	void credentialsAreNotSentToAProxyThatDoesNotAsk() throws Exception {
		try (SocksSocket socket = dialer("socks5://jane:s3cret@127.0.0.1:" + proxy.server().port())
			.connect("api.example", 22)) {
			assertCarriesData(socket);
		}
		assertThat(proxy.server().authentications()).isZero();
	}

	@ParameterizedTest(name = "reply {0}")
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 91, 0xF0, 0xFF })
	void everySocks5RefusalSaysItsCode(int code) {
		proxy.server().misbehave(Misbehaviour.refuse(code));
		SocksReplyException ex = catchThrowableOfType(SocksReplyException.class,
				() -> dialer(SocksVersion.SOCKS5).connect("api.example", 22));
		assertThat(ex.getCode()).isEqualTo(code);
		assertThat(ex.getReplyCode()).isEqualTo((code <= 8) ? ReplyCode.values()[code - 1]
				: (code == 0xF0) ? ReplyCode.ONION_DESCRIPTOR_NOT_FOUND : ReplyCode.UNKNOWN);
		assertThat(ex).hasMessageContaining("reply " + code + ",").hasMessageContaining("api.example:22");
		assertThat(proxy.server().connections()).isEqualTo(1);
	}

	@ParameterizedTest(name = "reply {0}")
	@CsvSource({ "91,REQUEST_REJECTED", "92,IDENTD_UNREACHABLE", "93,IDENTD_MISMATCH", "94,UNKNOWN", "1,UNKNOWN",
			"0,UNKNOWN" })
	void everySocks4RefusalSaysItsCode(int code, ReplyCode replyCode) {
		proxy.server().misbehave(Misbehaviour.refuse(code));
		SocksReplyException ex = catchThrowableOfType(SocksReplyException.class,
				() -> dialer(SocksVersion.SOCKS4A).connect("api.example", 22));
		assertThat(ex.getCode()).isEqualTo(code);
		assertThat(ex.getReplyCode()).isEqualTo(replyCode);
	}

	@Test
	void anErrorReplyThatIsCutShortStillSaysItsCode() {
		for (byte[] reply : new byte[][] { { 5, 5 }, { 5, 5, 0, 0 }, { 5, 5, 0, 1, 0, 0 } }) {
			proxy.server().misbehave(Misbehaviour.rawReply(reply));
			assertThatExceptionOfType(SocksReplyException.class)
				.isThrownBy(() -> dialer(SocksVersion.SOCKS5).connect("api.example", 22))
				.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.CONNECTION_REFUSED));
		}
	}

	@ParameterizedTest(name = "after {0} bytes")
	@CsvSource({ "0,METHOD", "1,METHOD", "2,AUTHENTICATION", "3,AUTHENTICATION", "4,REQUEST", "5,REQUEST", "6,REQUEST",
			"7,REQUEST", "8,REQUEST", "9,REQUEST", "10,REQUEST", "11,REQUEST", "12,REQUEST", "13,REQUEST" })
	void aProxyThatStallsClosesOrResetsAtAnyByteFailsAtThatStep(int bytes, Step step) {
		SocksProxy jane = SocksProxy.parse("socks5://jane:s3cret@127.0.0.1:" + withPassword.server().port());
		withPassword.server().misbehave(Misbehaviour.stallAfter(bytes));
		long start = System.nanoTime();
		SocksTimeoutException stalled = catchThrowableOfType(SocksTimeoutException.class,
				() -> SocksDialer.of(jane.withTimeout(Duration.ofMillis(300))).connect("api.example", 22));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300), LIMIT);
		assertThat(stalled.getStep()).isEqualTo(step);
		assertThat(stalled).hasCauseInstanceOf(SocketTimeoutException.class).hasMessageContaining("300ms");

		withPassword.server().misbehave(Misbehaviour.closeAfter(bytes));
		SocksProtocolException closed = catchThrowableOfType(SocksProtocolException.class,
				() -> SocksDialer.of(jane).connect("api.example", 22));
		assertThat(closed.getStep()).isEqualTo(step);
		assertThat(closed).hasMessageContaining("closed the connection");

		withPassword.server().misbehave(Misbehaviour.resetAfter(bytes));
		SocksProtocolException reset = catchThrowableOfType(SocksProtocolException.class,
				() -> SocksDialer.of(jane).connect("api.example", 22));
		// A reset may overtake the bytes before it.
		assertThat(reset.getStep()).isLessThanOrEqualTo(step);
		assertThat(withPassword.server().connections()).isEqualTo(3);
	}

	@ParameterizedTest(name = "after {0} bytes")
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void aSocks4ProxyThatStallsClosesOrResetsAtAnyByteFails(int bytes) {
		proxy.server().misbehave(Misbehaviour.stallAfter(bytes));
		assertThatExceptionOfType(SocksTimeoutException.class)
			.isThrownBy(() -> impatient(SocksVersion.SOCKS4A).connect("api.example", 22))
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST));
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.closeAfter(bytes), Misbehaviour.resetAfter(bytes))) {
			proxy.server().misbehave(misbehaviour);
			assertThatExceptionOfType(SocksProtocolException.class)
				.isThrownBy(() -> dialer(SocksVersion.SOCKS4A).connect("api.example", 22));
		}
		assertThat(proxy.server().connections()).isEqualTo(3);
	}

	@Test
	void aProxyThatDripsCannotStretchTheDeadline() {
		proxy.server().misbehave(Misbehaviour.drip(Duration.ofMillis(100)));
		long start = System.nanoTime();
		assertThatExceptionOfType(SocksTimeoutException.class)
			.isThrownBy(() -> impatient(SocksVersion.SOCKS5).connect("api.example", 22));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			HTTP/1.0 501 Tor is not an HTTP Proxy | HTTP
			SSH-2.0-OpenSSH_9.2                   | SSH
			220 mail.example ESMTP                | mail
			""")
	void aServerOfAnotherProtocolIsTold(String answer, String named) {
		proxy.server().misbehave(Misbehaviour.notSocks(answer.getBytes()));
		for (SocksVersion version : new SocksVersion[] { SocksVersion.SOCKS5, SocksVersion.SOCKS4A }) {
			assertThatExceptionOfType(SocksProtocolException.class)
				.isThrownBy(() -> dialer(version).connect("api.example", 22))
				.withMessageContaining(named);
		}
		assertThat(proxy.server().connections()).isEqualTo(2);
	}

	@Test
	void aMethodThatWasNotOfferedIsRefused() {
		for (int method : new int[] { 1, 2, 0x80 }) {
			proxy.server().misbehave(Misbehaviour.method(method));
			assertThatExceptionOfType(SocksProtocolException.class)
				.isThrownBy(() -> dialer(SocksVersion.SOCKS5).connect("api.example", 22))
				.withMessageContaining("not offered");
		}
		assertThat(proxy.server().authentications()).isZero();
	}

	@Test
	void aDeadProxyIsNamedWithEveryAddressTried() throws Exception {
		int port = unusedPort();
		SocksConnectException ex = catchThrowableOfType(SocksConnectException.class,
				() -> dialer("socks5://dead.invalid:" + port).connect("api.example", 22));
		assertThat(ex.getStep()).isEqualTo(Step.CONNECT);
		assertThat(ex).hasMessageContaining("dead.invalid:" + port)
			.hasMessageContaining("127.0.0.72:" + port)
			.hasMessageContaining("127.0.0.73:" + port)
			.hasMessageContaining("api.example:22");
		assertThat(ex.getSuppressed()).hasSize(1);
		assertThat(ex).hasCauseInstanceOf(ConnectException.class);
	}

	@Test
	void anUnknownProxyIsNamed() {
		assertThatExceptionOfType(SocksConnectException.class)
			.isThrownBy(() -> dialer("socks5://no-such-proxy.invalid").connect("api.example", 22))
			.withMessageContaining("no-such-proxy.invalid")
			.withCauseInstanceOf(UnknownHostException.class)
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.RESOLVE));
	}

	@Test
	void theNextAddressOfTheProxyIsTried() throws Exception {
		try (SocksSocket socket = dialer("socks5://two-addresses.invalid:" + proxy.server().port())
			.connect("api.example", 22)) {
			assertCarriesData(socket);
		}
	}

	@Test
	void anAddressThatDoesNotAnswerGetsItsShareOnly() throws Exception {
		int port = proxy.server().port();
		try (SilentPort silent = new SilentPort("127.0.0.71", port)) {
			long start = System.nanoTime();
			SocksProxy twoAddresses = SocksProxy.parse("socks5://two-addresses.invalid:%d?timeout=1s".formatted(port));
			try (SocksSocket socket = SocksDialer.of(twoAddresses).connect("api.example", 22)) {
				assertThat(socket.isConnected()).isTrue();
			}
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500),
					Duration.ofSeconds(1));
		}
	}

	@Test
	void aProxyThatDoesNotAcceptIsGivenUpInTime() throws Exception {
		try (SilentPort silent = new SilentPort("127.0.0.1", 0)) {
			assertThatExceptionOfType(SocksTimeoutException.class)
				.isThrownBy(() -> dialer("socks5://127.0.0.1:%d?timeout=200ms".formatted(silent.port()))
					.connect("api.example", 22))
				.withMessageContaining("200ms")
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.CONNECT));
		}
	}

	@ParameterizedTest
	@CsvSource({ "SOCKS4,::1", "SOCKS4A,::1", "SOCKS4A,0.0.0.1", "SOCKS5,127.1", "SOCKS5,fe80::1%1", "SOCKS5,a b",
			"SOCKS4A,a b", "SOCKS5,''" })
	void whatCannotBeSentIsRefusedBeforeAByteIs(SocksVersion version, String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> dialer(version).connect(host, 80));
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void badPortsAndOverlongNamesAreRefusedBeforeAByteIsSent() {
		for (int port : new int[] { -1, 0, 65536 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> dialer(SocksVersion.SOCKS5).connect("api.example", port));
		}
		for (String host : List.of("a".repeat(256), "a\0b")) {
			for (SocksVersion version : SocksVersion.values()) {
				assertThatIllegalArgumentException().isThrownBy(() -> dialer(version).connect(host, 80));
			}
		}
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void socks4LooksUpNamesHereAndTakesIpv4Only() {
		assertThatExceptionOfType(SocksConnectException.class)
			.isThrownBy(() -> dialer(SocksVersion.SOCKS4).connect("api.example", 80))
			.withMessageContaining("socks4a")
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.RESOLVE));
		assertThatExceptionOfType(SocksConnectException.class)
			.isThrownBy(() -> dialer(SocksVersion.SOCKS4).connect("ipv6.invalid", 80))
			.withMessageContaining("no address here that SOCKS4 can carry");
		assertThat(proxy.server().connections()).isZero();
	}

	@Test
	void localDnsSendsTheAddress() throws Exception {
		try (SocksSocket socket = dialer(SocksVersion.SOCKS5).withDns(DnsMode.LOCAL)
			.connect("ipv4.invalid", target.address().getPort())) {
			assertCarriesData(socket);
		}
		assertThat(proxy.server().takeRequest(LIMIT).hostType()).isEqualTo(HostType.IPV4);
		assertThatExceptionOfType(SocksConnectException.class)
			.isThrownBy(() -> dialer(SocksVersion.SOCKS5).withDns(DnsMode.LOCAL).connect("api.example", 22))
			.withMessageContaining("local DNS");
	}

	@Test
	void aResolvedEndpointGoesOutAsItsAddressUnlessRemoteDnsIsDemanded() throws Exception {
		InetAddress resolved = InetAddress.getByAddress("api.example", new byte[] { (byte) 192, 0, 2, 7 });
		for (DnsMode dns : new DnsMode[] { DnsMode.AUTO, DnsMode.REMOTE }) {
			try (Socket socket = dialer(SocksVersion.SOCKS5).withDns(dns).socketFactory().createSocket(resolved, 22)) {
				assertThat(socket.getInetAddress()).isEqualTo(resolved);
			}
			assertThat(proxy.server().takeRequest(LIMIT).host())
				.isEqualTo((dns == DnsMode.AUTO) ? "192.0.2.7" : "api.example");
		}
		InetAddress scoped = Inet6Address.getByAddress(null, InetAddress.getByName("fe80::1").getAddress(), 1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> dialer(SocksVersion.SOCKS5).socketFactory().createSocket(scoped, 22));
	}

	@Test
	void whatWasLookedUpHereIsShownAsRemoteAddress() throws Exception {
		try (SocksSocket socket = dialer(SocksVersion.SOCKS4).connect("ipv4.invalid", target.address().getPort())) {
			assertThat(socket.getRemoteSocketAddress()).isEqualTo(target.address());
			assertThat(socket.getInetAddress().getHostName()).isEqualTo("ipv4.invalid");
		}
	}

	@Test
	void anAddressThatCannotBeSentIsPassedOver() throws Exception {
		try (SocksSocket socket = dialer(SocksVersion.SOCKS4).connect("mixed.invalid", target.address().getPort())) {
			assertCarriesData(socket);
		}
		assertThat(proxy.server().takeRequest(LIMIT).host()).isEqualTo("127.0.0.1");
	}

	@Test
	void aDialIsOneLineInTheLogWithoutThePassword() throws Exception {
		Logger logger = Logger.getLogger("io.github.sockskit");
		List<String> lines = new CopyOnWriteArrayList<>();
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord line) {
				lines.add(line.getMessage());
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		logger.addHandler(handler);
		logger.setLevel(Level.ALL);
		withPassword.server().misbehave(Misbehaviour.boundAddress("x\n2026 ERROR forged", 1));
		SocksDialer jane = dialer("socks5://jane:s3cret@127.0.0.1:" + withPassword.server().port());
		try (SocksSocket socket = jane.connect("logged.example", 22)) {
			assertThat(socket.isConnected()).isTrue();
		}
		finally {
			logger.setLevel(null);
			logger.removeHandler(handler);
		}
		assertThat(lines).filteredOn((line) -> line.contains("logged.example"))
			.singleElement(InstanceOfAssertFactories.STRING)
			.contains("jane")
			.doesNotContain("s3cret", "\n");
	}

	@Test
	void remoteDnsNeedsAVersionThatCarriesNames() {
		assertThatIllegalArgumentException().isThrownBy(() -> dialer(SocksVersion.SOCKS4).withDns(DnsMode.REMOTE))
			.withMessageContaining("socks4a");
	}

	@Test
	void twoDialersWithDifferentCredentialsLiveSideBySide() throws Exception {
		SocksDialer jane = dialer("socks5://jane:s3cret@127.0.0.1:" + withPassword.server().port());
		SocksDialer key = dialer("socks5://key:@127.0.0.1:" + withPassword.server().port());
		try (SocksSocket one = jane.connect("api.example", 1); SocksSocket two = key.connect("api.example", 2)) {
			assertThat(withPassword.server().requests()).extracting(RecordedRequest::username)
				.containsExactly("jane", "key");
		}
	}

	@Test
	void thePasswordIsInNoFormOfAnyFailure() throws Exception {
		String uri = "socks5://jane:hunter2@127.0.0.1:";
		List<Throwable> failures = new ArrayList<>();
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.NONE, Misbehaviour.stallAfter(3),
				Misbehaviour.closeAfter(3), Misbehaviour.authenticationStatus(0).and(Misbehaviour.refuse(2)),
				Misbehaviour.method(0xFF))) {
			withPassword.server().misbehave(misbehaviour);
			failures.add(catchThrowableOfType(SocksException.class,
					() -> dialer(uri + withPassword.server().port() + "?timeout=100ms").connect("api.example", 22)));
		}
		failures.add(catchThrowableOfType(SocksException.class,
				() -> dialer(uri + unusedPort()).connect("api.example", 22)));
		assertThat(failures).hasSize(6).doesNotContainNull();
		for (Throwable failure : failures) {
			ByteArrayOutputStream serialised = new ByteArrayOutputStream();
			new ObjectOutputStream(serialised).writeObject(failure);
			assertThat(serialised.toString(StandardCharsets.ISO_8859_1)).contains("api.example")
				.doesNotContain("hunter2");
			ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialised.toByteArray()));
			assertThat((SocksException) in.readObject()).hasMessage(failure.getMessage())
				.extracting(SocksException::getTarget)
				.isEqualTo(new HostAndPort("api.example", 22));
			assertThat(failure.toString()).contains("jane").doesNotContain("hunter2");
		}
		assertThat(dialer(uri + 1).toString() + dialer(uri + 1).socketFactory()).doesNotContain("hunter2");
	}

	private static int unusedPort() throws IOException {
		try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.74"))) {
			return probe.getLocalPort();
		}
	}

}
