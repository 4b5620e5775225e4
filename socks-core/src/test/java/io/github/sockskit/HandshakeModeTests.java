package io.github.sockskit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.Pipelining.Phase;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.SubNegotiation;
import io.github.sockskit.interop.PrivateAuthority;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Background.failureOf;
import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a dialer finds out about its proxy, and what that costs: connections are counted,
 * and reads by which messages come.
 */
@Timeout(60)
@SuppressWarnings("try") // closing explicitly is what some tests are about
class HandshakeModeTests {

	private static final Duration PATIENCE = Duration.ofMillis(250);

	/** As long as a dial beside a trial has to take, and longer. */
	private static final Duration LONG = Duration.ofSeconds(20);

	private static final EchoServer target = new EchoServer("hello");

	@RegisterExtension
	static final SocksServerExtension proxy = new SocksServerExtension(
			SocksServer.builder().map("api.example", target.address()));

	@RegisterExtension
	static final SocksServerExtension withPassword = new SocksServerExtension(
			SocksServer.builder().credentials("jane", "s3cret").map("api.example", target.address()));

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	@AfterEach
	void nothingIsLeftOpen() {
		await().until(() -> proxy.server().openConnections() + withPassword.server().openConnections() == 0);
	}

	private static SocksDialer dialer(String uri) {
		return SocksDialer.of(SocksProxy.parse(uri));
	}

	private static SocksDialer dialer() {
		return dialer("socks5://127.0.0.1:%d?timeout=30s".formatted(proxy.server().port()));
	}

	private static SocksDialer withPassword() {
		return dialer("socks5://jane:s3cret@127.0.0.1:%d?timeout=30s".formatted(withPassword.server().port()));
	}

	private static void assertCarriesData(SocksSocket socket) throws IOException {
		assertThat(new String(socket.getInputStream().readNBytes(5))).isEqualTo("hello");
		socket.getOutputStream().write("ping".getBytes());
		assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("ping");
	}

	private static void dial(SocksDialer dialer) throws IOException {
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			assertCarriesData(socket);
		}
	}

	private static SocksDialer learned(SocksDialer dialer) throws IOException {
		dial(dialer);
		assertPhase(dialer, Phase.LEARNED);
		return dialer;
	}

	private static SocksDialer proven(SocksDialer dialer) throws IOException {
		dial(Known.toBeFar(learned(dialer)));
		assertPhase(dialer, Phase.PROVEN);
		return dialer;
	}

	private static void assertPhase(SocksDialer dialer, Phase phase) {
		assertThat(dialer.pipelining().known().phase()).isEqualTo(phase);
	}

	private static <T extends Throwable> T failure(Class<T> type, SocksDialer dialer) {
		T failure = catchThrowableOfType(type, () -> dialer.connect("api.example", 80));
		assertThat(failure).as("a dial that fails").isNotNull();
		return failure;
	}

	// What a good proxy comes to

	@ParameterizedTest(name = "with a password: {0}")
	@ValueSource(booleans = { false, true })
	void theFirstDialGoesStepByStepAndThoseAfterItInOneWrite(boolean password) throws Exception {
		SocksServer server = password ? withPassword.server() : proxy.server();
		try (Relay relay = Relay.onPort(server.address())) {
			SocksDialer dialer = dialer(
					"socks5://jane:s3cret@127.0.0.1:%d?timeout=30s".formatted(relay.address().getPort()));
			for (int writes : new int[] { password ? 3 : 2, 1, 1, 1 }) {
				relay.reset();
				try (SocksSocket socket = dialer.connect("api.example", 80)) {
					assertThat(relay.segmentsFromClients()).isEqualTo(writes);
					assertCarriesData(socket);
				}
				if (writes > 1) {
					Known.toBeFar(dialer);
				}
			}
			assertPhase(dialer, Phase.PROVEN);
			await().until(() -> relay.openConnections() == 0);
		}
		assertThat(server.connections()).isEqualTo(4);
		assertThat(server.authentications()).isEqualTo(password ? 4 : 0);
	}

	@Test
	void credentialsAreNotSentAheadToAProxyThatDoesNotAskForThem() throws Exception {
		proxy.server().misbehave(Misbehaviour.NONE);
		SocksDialer dialer = dialer("socks5://jane:s3cret@127.0.0.1:%d?timeout=30s".formatted(proxy.server().port()));
		dial(proven(dialer));
		assertThat(proxy.server().authentications()).isZero();
		assertThat(proxy.server().requests().get(0).offeredMethods()).containsExactly(2, 0);
		assertThat(proxy.server().requests().get(2).offeredMethods()).containsExactly(0);
	}

	@Test
	void aSlowTargetIsDialledTwiceOnceAndTheTrialWins() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehave(Misbehaviour.delayReply(PATIENCE.multipliedBy(3)));
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			assertCarriesData(socket);
			assertThat(proxy.server().connections()).isEqualTo(3);
			await().until(() -> proxy.server().openConnections() == 1);
		}
		assertPhase(dialer, Phase.PROVEN);
		dial(dialer);
		assertThat(proxy.server().connections()).isEqualTo(4);
	}

	@Test
	void theTimeOfTheTargetIsNotLearned() throws Exception {
		proxy.server().misbehave(Misbehaviour.delayReply(PATIENCE.multipliedBy(10)));
		SocksDialer dialer = learned(dialer());
		assertThat(Duration.ofNanos(dialer.pipelining().known().nanos())).isLessThan(PATIENCE.multipliedBy(9));
	}

	// What a sloppy one comes to

	@ParameterizedTest(name = "with a password: {0}")
	@ValueSource(booleans = { false, true })
	void aProxyThatLosesWhatFollowsAMessageCostsOneDialItsPatience(boolean password) throws Exception {
		SocksServer server = password ? withPassword.server() : proxy.server();
		server.misbehave(Misbehaviour.readSloppily());
		SocksDialer dialer = learned(password ? withPassword() : dialer());
		long start = System.nanoTime();
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(PATIENCE, LONG);
			assertCarriesData(socket);
			assertThat(socket.getRemoteSocketAddress())
				.isEqualTo(InetSocketAddress.createUnresolved("api.example", 80));
			await().until(() -> server.openConnections() == 1);
		}
		assertThat(server.connections()).isEqualTo(3);
		assertPhase(dialer, Phase.STEPS);
		dial(dialer);
		dial(dialer);
		assertThat(server.connections()).isEqualTo(5);
		assertPhase(dialer, Phase.STEPS);
	}

	@Test
	void theConnectionOfTheOtherDialHasTheOptionsThatWereSet() throws Exception {
		proxy.server().misbehave(Misbehaviour.readSloppily());
		SocksDialer dialer = learned(dialer());
		try (SocksSocket socket = new SocksSocket(dialer)) {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(12_345);
			CompletableFuture<Throwable> dial = failureOf(
					() -> socket.connect(InetSocketAddress.createUnresolved("api.example", 80)));
			await().until(() -> proxy.server().connections() == 2);
			socket.setKeepAlive(true);
			assertThat(dial.get(20, TimeUnit.SECONDS)).isNull();
			assertThat(proxy.server().connections()).isEqualTo(3);
			assertThat(socket.getTcpNoDelay()).isTrue();
			assertThat(socket.getKeepAlive()).isTrue();
			assertThat(socket.getSoTimeout()).isEqualTo(12_345);
			assertCarriesData(socket);
		}
	}

	@ParameterizedTest(name = "after {0} bytes")
	@ValueSource(ints = { 0, 1, 2, 3 })
	void aTrialThatIsCutOffBeforeTheCredentialsAreThroughIsRepeatedStepByStep(int bytes) throws Exception {
		for (Misbehaviour cut : List.of(Misbehaviour.closeAfter(bytes), Misbehaviour.resetAfter(bytes))) {
			withPassword.server().reset();
			SocksDialer dialer = learned(withPassword());
			withPassword.server().misbehaveOnce(cut);
			dial(dialer);
			assertPhase(dialer, Phase.STEPS);
			dial(dialer);
			assertThat(withPassword.server().connections()).isEqualTo(4);
		}
	}

	@Test
	void aTrialThatBringsNonsenseIsRepeatedStepByStep() throws Exception {
		for (Misbehaviour nonsense : List.of(Misbehaviour.notSocks("HTTP/1.0 501".getBytes()),
				Misbehaviour.rawReply(new byte[] { 4, 0, 0, 1, 0, 0, 0, 0, 0, 0 }),
				Misbehaviour.rawReply(new byte[] { 5, 0, 0, 9, 0, 0, 0, 0, 0, 0 }), Misbehaviour.method(1))) {
			proxy.server().reset();
			SocksDialer dialer = learned(dialer());
			proxy.server().misbehaveOnce(nonsense);
			dial(dialer);
			assertPhase(dialer, Phase.STEPS);
			assertThat(proxy.server().connections()).isEqualTo(3);
		}
	}

	// What the proxy answers is not asked again

	@ParameterizedTest(name = "closed in an orderly way: {0}")
	@ValueSource(booleans = { true, false })
	void aTrialThatIsClosedAfterTheRepliesIsAnAnswerThatProvesNothing(boolean orderly) throws Exception {
		SocksDialer dialer = Known.toBeFar(learned(withPassword()));
		withPassword.server().misbehaveOnce(orderly ? Misbehaviour.closeAfter(4) : Misbehaviour.resetAfter(7));
		assertThat(failure(SocksProtocolException.class, dialer).getStep()).isEqualTo(Step.REQUEST);
		assertThat(withPassword.server().connections()).isEqualTo(2);
		assertPhase(dialer, Phase.LEARNED);
		dial(dialer);
		assertPhase(dialer, Phase.PROVEN);
	}

	@Test
	void aRefusalDuringATrialIsAnAnswerAndProvesThatTheRequestWasRead() throws Exception {
		SocksDialer dialer = Known.toBeFar(learned(dialer()));
		proxy.server().misbehave(Misbehaviour.refuse(5));
		for (int i = 0; i < 3; i++) {
			assertThat(failure(SocksReplyException.class, dialer).getCode()).isEqualTo(5);
			assertPhase(dialer, Phase.PROVEN);
		}
		assertThat(proxy.server().connections()).isEqualTo(4);
	}

	@Test
	void aWrongPasswordIsSentOnceInATrialAndAfterIt() throws Exception {
		SocksDialer dialer = Known.toBeFar(learned(withPassword()));
		withPassword.server().misbehaveOnce(Misbehaviour.authenticationStatus(1));
		assertThat(failure(SocksAuthenticationException.class, dialer).getStep()).isEqualTo(Step.AUTHENTICATION);
		assertPhase(dialer, Phase.UNKNOWN);
		proven(dialer);
		withPassword.server().misbehaveOnce(Misbehaviour.authenticationStatus(1));
		assertThat(failure(SocksAuthenticationException.class, dialer).getStep()).isEqualTo(Step.AUTHENTICATION);
		assertPhase(dialer, Phase.PROVEN);
		assertThat(withPassword.server().connections()).isEqualTo(5);
		assertThat(withPassword.server().authentications()).isEqualTo(5);
	}

	/** Proxies make who guesses wait: longer than a trial does. */
	@Test
	void aWrongPasswordIsNotTriedOut() throws Exception {
		SocksDialer dialer = withPassword();
		withPassword.server().misbehaveOnce(Misbehaviour.authenticationStatus(1));
		failure(SocksAuthenticationException.class, dialer);
		assertPhase(dialer, Phase.UNKNOWN);
		withPassword.server().misbehave(Misbehaviour.authenticationStatus(1).and(Misbehaviour.drip(PATIENCE)));
		failure(SocksAuthenticationException.class, dialer);
		assertThat(withPassword.server().authentications()).isEqualTo(2);
	}

	@Test
	void aCloseAfterTheRepliesIsAnAnswerOfAProvenProxy() throws Exception {
		SocksDialer dialer = proven(dialer());
		proxy.server().misbehaveOnce(Misbehaviour.closeAfter(2));
		assertThat(failure(SocksProtocolException.class, dialer).getStep()).isEqualTo(Step.REQUEST);
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.PROVEN);
	}

	// What changes at a proxy

	@ParameterizedTest(name = "proven: {0}")
	@ValueSource(booleans = { true, false })
	void aProxyThatWantsAnotherMethodNowIsLearnedAnew(boolean proven) throws Exception {
		SocksDialer dialer = dialer(
				"socks5://jane:s3cret@127.0.0.1:%d?timeout=30s".formatted(withPassword.server().port()));
		withPassword.server().misbehaveOnce(Misbehaviour.method(0));
		dial(dialer);
		assertThat(Known.toBeFar(dialer).pipelining().known().method()).isEqualTo(AuthMethod.NONE);
		if (proven) {
			withPassword.server().misbehaveOnce(Misbehaviour.method(0));
			dial(dialer);
			assertPhase(dialer, Phase.PROVEN);
		}
		withPassword.server().reset();
		dial(dialer);
		assertThat(withPassword.server().connections()).isEqualTo(2);
		assertPhase(dialer, Phase.LEARNED);
		assertThat(Known.toBeFar(dialer).pipelining().known().method().number()).isEqualTo(2);
		dial(dialer);
		assertPhase(dialer, Phase.PROVEN);
	}

	@ParameterizedTest(name = "after {0} bytes")
	@ValueSource(ints = { 0, 1, 2, 3 })
	void aProvenProxyThatBreaksBeforeTheCredentialsAreThroughIsAskedOnceMoreAndLearnedAnew(int bytes) throws Exception {
		SocksDialer dialer = proven(withPassword());
		withPassword.server().misbehaveOnce(Misbehaviour.closeAfter(bytes));
		dial(dialer);
		assertPhase(dialer, Phase.LEARNED);
		withPassword.server().misbehaveOnce(Misbehaviour.NONE);
		dial(Known.toBeFar(dialer));
		assertPhase(dialer, Phase.PROVEN);
		withPassword.server().misbehaveOnce(Misbehaviour.resetAfter(bytes));
		dial(dialer);
		assertPhase(dialer, Phase.LEARNED);
		assertThat(withPassword.server().connections()).isEqualTo(7);
	}

	@Test
	void aProvenProxyThatBreaksTwiceFails() throws Exception {
		SocksDialer dialer = proven(dialer());
		proxy.server().misbehave(Misbehaviour.closeAfter(1));
		SocksProtocolException ex = failure(SocksProtocolException.class, dialer);
		assertThat(ex.getStep()).isEqualTo(Step.METHOD);
		assertThat(ex.getSuppressed()).hasSize(1);
		assertThat(proxy.server().connections()).isEqualTo(4);
		assertPhase(dialer, Phase.UNKNOWN);
	}

	@Test
	void aProvenProxyThatTimesOutIsOnTrialAgain() throws Exception {
		SocksDialer dialer = dialer("socks5://127.0.0.1:%d?timeout=2s".formatted(proxy.server().port()));
		proven(dialer);
		proxy.server().misbehave(Misbehaviour.readSloppily());
		assertThat(failure(SocksTimeoutException.class, dialer).getStep()).isEqualTo(Step.REQUEST);
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.LEARNED);
		dial(dialer);
		assertPhase(dialer, Phase.STEPS);
	}

	// The two dials of a trial

	@Test
	void aTrialThatBreaksWhileTheOtherDialGoesOnWaitsForThat() throws Exception {
		for (int bytes : new int[] { 1, 2 }) {
			SocksDialer dialer = learned(dialer());
			proxy.server().misbehaveOnce(Misbehaviour.drip(PATIENCE).and(Misbehaviour.closeAfter(bytes)));
			proxy.server().misbehaveOnce(Misbehaviour.delayReply(PATIENCE.multipliedBy(3)));
			dial(dialer);
			assertPhase(dialer, Phase.STEPS);
		}
		assertThat(proxy.server().connections()).isEqualTo(6);
	}

	@Test
	void theOtherDialThatFailsDoesNotKeepTheTrialFromWinning() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehaveOnce(Misbehaviour.delayReply(PATIENCE.multipliedBy(4)));
		proxy.server().misbehaveOnce(Misbehaviour.closeAfter(0));
		dial(dialer);
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.PROVEN);
	}

	@Test
	void aRefusalThatTheOtherDialGetsIsTheAnswer() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehaveOnce(Misbehaviour.stallAfter(2));
		proxy.server().misbehaveOnce(Misbehaviour.refuse(5));
		SocksReplyException ex = failure(SocksReplyException.class, dialer);
		assertThat(ex.getCode()).isEqualTo(5);
		assertThat(ex.getStackTrace()).as("the caller's stack")
			.anyMatch((frame) -> frame.getClassName().equals(HandshakeModeTests.class.getName()));
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.STEPS);
	}

	@Test
	void aRefusalThatTheTrialGetsLateIsTheAnswer() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehaveOnce(Misbehaviour.refuse(5).and(Misbehaviour.delayReply(PATIENCE.multipliedBy(2))));
		proxy.server().misbehaveOnce(Misbehaviour.stallAfter(0));
		assertThat(failure(SocksReplyException.class, dialer).getCode()).isEqualTo(5);
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.PROVEN);
	}

	@Test
	void aWrongPasswordThatTheTrialIsToldLateIsTheAnswer() throws Exception {
		SocksDialer dialer = learned(withPassword());
		withPassword.server().misbehaveOnce(Misbehaviour.authenticationStatus(1).and(Misbehaviour.drip(PATIENCE)));
		withPassword.server().misbehaveOnce(Misbehaviour.stallAfter(0));
		assertThat(failure(SocksAuthenticationException.class, dialer).getCode()).isEqualTo(1);
		assertThat(withPassword.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.UNKNOWN);
	}

	@Test
	void whereBothAreClosedAfterTheRepliesThatIsTheAnswerAndProvesNothing() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehave(Misbehaviour.drip(PATIENCE).and(Misbehaviour.closeAfter(2)));
		SocksProtocolException ex = failure(SocksProtocolException.class, dialer);
		assertThat(ex.getStep()).isEqualTo(Step.REQUEST);
		assertThat(ex.getSuppressed()).hasSize(1);
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.LEARNED);
	}

	@Test
	void aTrialThatBreaksAndAnotherDialThatTimesOutAreATimeOut() throws Exception {
		SocksDialer dialer = dialer("socks5://127.0.0.1:%d?timeout=1s".formatted(proxy.server().port()));
		learned(dialer);
		proxy.server().misbehaveOnce(Misbehaviour.drip(PATIENCE.multipliedBy(2)).and(Misbehaviour.closeAfter(1)));
		proxy.server().misbehaveOnce(Misbehaviour.stallAfter(2));
		assertThat(failure(SocksTimeoutException.class, dialer).getStep()).isEqualTo(Step.REQUEST);
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.STEPS);
	}

	@Test
	void whereBothTimeOutNothingIsProven() throws Exception {
		SocksDialer dialer = dialer("socks5://127.0.0.1:%d?timeout=1s".formatted(proxy.server().port()));
		learned(dialer);
		proxy.server().misbehave(Misbehaviour.stallAfter(2));
		long start = System.nanoTime();
		SocksTimeoutException ex = failure(SocksTimeoutException.class, dialer);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1), LONG);
		assertThat(ex.getStep()).isEqualTo(Step.REQUEST);
		assertThat(ex).hasMessageContaining("1s").hasMessageNotContaining("pipelined");
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(dialer, Phase.LEARNED);
	}

	@Test
	void closingTheSocketEndsBothAtOnce() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehave(Misbehaviour.stallAfter(2));
		try (SocksSocket socket = new SocksSocket(dialer)) {
			CompletableFuture<Throwable> dial = failureOf(
					() -> socket.connect(InetSocketAddress.createUnresolved("api.example", 80)));
			await().until(() -> proxy.server().openConnections() == 2);
			socket.close();
			assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
		}
		await().until(() -> proxy.server().openConnections() == 0);
		assertPhase(dialer, Phase.LEARNED);
	}

	@Test
	void closingTheSocketEndsTheWaitForTheOtherDial() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehaveOnce(Misbehaviour.drip(PATIENCE.multipliedBy(2)).and(Misbehaviour.closeAfter(1)));
		proxy.server().misbehaveOnce(Misbehaviour.stallAfter(2));
		try (SocksSocket socket = new SocksSocket(dialer)) {
			CompletableFuture<Throwable> dial = failureOf(
					() -> socket.connect(InetSocketAddress.createUnresolved("api.example", 80)));
			await().until(() -> proxy.server().connections() == 3 && proxy.server().openConnections() == 1);
			socket.close();
			assertThat(dial.get(5, TimeUnit.SECONDS)).isExactlyInstanceOf(SocketException.class);
		}
	}

	// Many at once

	private static void assertNoneOfManyFails(SocksDialer dialer) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(200);
		try {
			List<Future<?>> dials = new ArrayList<>();
			for (int i = 0; i < 400; i++) {
				dials.add(threads.submit(() -> {
					dial(dialer);
					return null;
				}));
			}
			for (Future<?> dial : dials) {
				dial.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void noneOfManyDialsAtOnceFailsWhileAGoodProxyIsLearned() throws Exception {
		assertNoneOfManyFails(withPassword());
		assertThat(withPassword.server().connections()).isBetween(400, 401);
	}

	@Test
	void noneOfManyDialsAtOnceFailsWhileASloppyProxyIsLearned() throws Exception {
		withPassword.server().misbehave(Misbehaviour.readSloppily());
		SocksDialer dialer = withPassword();
		assertNoneOfManyFails(dialer);
		assertPhase(dialer, Phase.STEPS);
		assertThat(withPassword.server().connections()).isEqualTo(401);
	}

	@Test
	void noneOfManyDialsAtOnceFailsWhenAProvenProxyBreaksOne() throws Exception {
		SocksDialer dialer = proven(dialer());
		proxy.server().misbehaveOnce(Misbehaviour.closeAfter(0));
		assertNoneOfManyFails(dialer);
		assertThat(proxy.server().connections()).isBetween(403, 404);
	}

	// Where there is no trial

	@Test
	void aSocketThatIsBoundToAPortGoesStepByStep() throws Exception {
		SocksDialer dialer = Known.toBeFar(learned(dialer()));
		for (Phase phase : new Phase[] { Phase.LEARNED, Phase.PROVEN }) {
			assertPhase(dialer, phase);
			proxy.server().misbehaveOnce(Misbehaviour.readSloppily()); // takes steps only
			try (Socket socket = dialer.socketFactory().createSocket()) {
				socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
				socket.connect(InetSocketAddress.createUnresolved("api.example", 80));
				assertCarriesData((SocksSocket) socket);
			}
			assertPhase(dialer, phase);
			dial(dialer);
		}
		assertThat(proxy.server().connections()).isEqualTo(5);
	}

	@Test
	void aBudgetThatIsTooShortForASecondAttemptGoesStepByStep() throws Exception {
		SocksDialer dialer = learned(dialer());
		proxy.server().misbehaveOnce(Misbehaviour.readSloppily());
		try (Socket socket = dialer.socketFactory().createSocket()) {
			socket.connect(InetSocketAddress.createUnresolved("api.example", 80), 740);
		}
		assertPhase(dialer, Phase.LEARNED);
	}

	@Test
	void aFirstReplyThatWasLateDoesNotKeepTheProxyFromBeingTried() throws Exception {
		SocksDialer dialer = dialer("socks5://127.0.0.1:%d?timeout=2s".formatted(proxy.server().port()));
		proxy.server().misbehaveOnce(Misbehaviour.drip(Duration.ofMillis(120)));
		learned(dialer);
		assertThat(Duration.ofNanos(dialer.pipelining().known().nanos())).isGreaterThan(Duration.ofMillis(239));
		learned(dialer);
		dial(Known.toBeFar(dialer));
		assertPhase(dialer, Phase.PROVEN);
	}

	@Test
	void otherCommandsGoStepByStepAndTeachNothing() throws Exception {
		SocksDialer dialer = dialer();
		dialer.associate().close();
		failure(dialer);
		assertPhase(dialer, Phase.UNKNOWN);
		proven(dialer);
		proxy.server().misbehave(Misbehaviour.readSloppily());
		dialer.associate().close();
		failure(dialer);
		assertPhase(dialer, Phase.PROVEN);
	}

	/** The server knows no BIND, and says so only if it reads the request. */
	private static void failure(SocksDialer dialer) {
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> dialer.bind("api.example", 80));
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> dialer.resolve("api.example"));
	}

	@Test
	void socks4IsOneRoundTripAnyway() throws Exception {
		for (HandshakeMode mode : HandshakeMode.values()) {
			SocksDialer dialer = dialer("socks4a://127.0.0.1:" + proxy.server().port()).withHandshake(mode);
			dial(dialer);
			dial(dialer);
			assertThat(dialer.pipelining())
				.hasToString((mode == HandshakeMode.ADAPTIVE) ? Phase.UNKNOWN.toString() : mode.toString());
		}
		assertThat(proxy.server().connections()).isEqualTo(6);
	}

	/** Has nothing to say after the greeting. */
	private record Wordless(boolean isPipelinable) implements AuthMethod {

		@Override
		public int number() {
			return 0;
		}

		@Override
		public SubNegotiation begin(String proxyHost) {
			return SubNegotiation.NOTHING;
		}

	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aMethodOfOnesOwnIsPipelinedIfItSaysSo(boolean isPipelinable) throws Exception {
		SocksDialer dialer = SocksDialer.of(SocksProxy.builder(SocksVersion.SOCKS5, "127.0.0.1", proxy.server().port())
			.methods(new Wordless(isPipelinable))
			.build());
		dial(dialer);
		assertPhase(dialer, isPipelinable ? Phase.LEARNED : Phase.UNKNOWN);
		dial(isPipelinable ? Known.toBeFar(dialer) : dialer);
		assertPhase(dialer, isPipelinable ? Phase.PROVEN : Phase.UNKNOWN);
	}

	// The other modes

	@Test
	void stepwiseStaysSo() throws Exception {
		try (Relay relay = Relay.onPort(withPassword.server().address())) {
			SocksDialer dialer = dialer("socks5://jane:s3cret@127.0.0.1:" + relay.address().getPort())
				.withHandshake(HandshakeMode.STEPWISE);
			for (int i = 0; i < 3; i++) {
				relay.reset();
				try (SocksSocket socket = dialer.connect("api.example", 80)) {
					assertThat(relay.segmentsFromClients()).isEqualTo(3);
					assertCarriesData(socket);
				}
			}
			await().until(() -> relay.openConnections() == 0);
		}
	}

	@Test
	void pipelinedIsOneWriteFromTheBeginningWithOneMethod() throws Exception {
		try (Relay relay = Relay.onPort(withPassword.server().address())) {
			SocksDialer dialer = dialer("socks5://jane:s3cret@127.0.0.1:" + relay.address().getPort())
				.withHandshake(HandshakeMode.PIPELINED);
			try (SocksSocket socket = dialer.connect("api.example", 80)) {
				assertThat(relay.segmentsFromClients()).isEqualTo(1);
				assertCarriesData(socket);
			}
			await().until(() -> relay.openConnections() == 0);
		}
		assertThat(withPassword.server().requests().get(0).offeredMethods()).containsExactly(2);
	}

	@Test
	void pipelinedFromABoundPortIsOneWrite() throws Exception {
		try (ScriptedProxy scripted = new ScriptedProxy();
				Socket socket = scripted.dialer("socks5")
					.withHandshake(HandshakeMode.PIPELINED)
					.socketFactory()
					.createSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
			CompletableFuture<Throwable> dial = failureOf(
					() -> socket.connect(InetSocketAddress.createUnresolved("foo", 80)));
			assertThat(scripted.heard()).isEqualTo("05 01 00 05 01 00 03 03 66 6f 6f 00 50");
			scripted.say("05 00").say("05 00 00 01 00 00 00 00 00 00");
			assertThat(dial.get(5, TimeUnit.SECONDS)).isNull();
		}
	}

	@Test
	void pipelinedToAProxyThatWantsAnotherMethodFailsWithoutASecondAttempt() throws Exception {
		SocksDialer withNone = dialer("socks5://127.0.0.1:" + withPassword.server().port())
			.withHandshake(HandshakeMode.PIPELINED);
		assertThat(failure(SocksAuthenticationException.class, withNone).getCode()).isEqualTo(0xFF);
		assertThat(withPassword.server().connections()).isEqualTo(1);
		SocksDialer withCredentials = dialer("socks5://jane:s3cret@127.0.0.1:" + proxy.server().port())
			.withHandshake(HandshakeMode.PIPELINED);
		assertThat(failure(SocksAuthenticationException.class, withCredentials).getStep()).isEqualTo(Step.METHOD);
		proxy.server().misbehave(Misbehaviour.method(0));
		assertThat(failure(SocksProtocolException.class, withCredentials)).hasMessageContaining("selected method 0");
		assertThat(proxy.server().connections()).isEqualTo(2);
	}

	@Test
	void pipelinedToASloppyProxyTimesOut() throws Exception {
		proxy.server().misbehave(Misbehaviour.readSloppily());
		SocksDialer dialer = dialer("socks5://127.0.0.1:%d?timeout=400ms".formatted(proxy.server().port()))
			.withHandshake(HandshakeMode.PIPELINED);
		SocksTimeoutException ex = failure(SocksTimeoutException.class, dialer);
		assertThat(ex.getStep()).isEqualTo(Step.REQUEST);
		assertThat(ex).hasMessageContaining("pipelined").hasMessageContaining("adaptive");
		assertThat(proxy.server().connections()).isEqualTo(1);
	}

	// Other ways to the proxy

	@Test
	void throughTlsItIsLearnedToo() throws Exception {
		PrivateAuthority authority = new PrivateAuthority();
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.NONE, Misbehaviour.readSloppily())) {
			withPassword.server().misbehave(misbehaviour);
			try (Relay relay = Relay.inTls(authority.serverSocketFactory(), "TLSv1.3",
					withPassword.server().address())) {
				SocksDialer dialer = dialer(
						"socks5://jane:s3cret@127.0.0.1:%d?timeout=30s".formatted(relay.address().getPort()))
					.withTls(authority.clientSocketFactory());
				learned(dialer);
				dial((misbehaviour == Misbehaviour.NONE) ? Known.toBeFar(dialer) : dialer);
				dial(dialer);
				assertPhase(dialer, (misbehaviour == Misbehaviour.NONE) ? Phase.PROVEN : Phase.STEPS);
				await().until(() -> relay.openConnections() == 0);
			}
		}
	}

	@Test
	void overAUnixDomainSocketItIsLearnedToo(@TempDir Path directory) throws Exception {
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.NONE, Misbehaviour.readSloppily())) {
			withPassword.server().misbehave(misbehaviour);
			Path path = directory.resolve(misbehaviour.toString());
			try (Relay relay = Relay.onPath(path, withPassword.server().address())) {
				SocksDialer dialer = SocksDialer.of(SocksProxy.builder(SocksVersion.SOCKS5, path)
					.username("jane")
					.password("s3cret")
					.timeout(Duration.ofSeconds(30))
					.build());
				learned(dialer);
				dial((misbehaviour == Misbehaviour.NONE) ? Known.toBeFar(dialer) : dialer);
				dial(dialer);
				assertPhase(dialer, (misbehaviour == Misbehaviour.NONE) ? Phase.PROVEN : Phase.STEPS);
				await().until(() -> relay.openConnections() == 0);
			}
		}
	}

	@Test
	void eachHopOfAChainIsLearnedByItself() throws Exception {
		proxy.server().misbehave(Misbehaviour.readSloppily());
		proxy.server().map("second.example", withPassword.server().address());
		SocksDialer first = dialer();
		SocksDialer chain = dialer(
				"socks5://jane:s3cret@second.example:%d?timeout=30s".formatted(withPassword.server().port()))
			.through(first);
		learned(chain);
		dial(Known.toBeFar(chain));
		dial(chain);
		assertPhase(first, Phase.STEPS);
		assertPhase(chain, Phase.PROVEN);
	}

	@Test
	void optionsThatAreSetBetweenTwoAttemptsAreKept() throws Exception {
		try (Transport transport = new Transport(dialer())) {
			transport.next();
			transport.drop();
			transport.set((socket) -> socket.setKeepAlive(true));
			assertThat(transport.next().getKeepAlive()).isTrue();
		}
	}

	@Test
	void aSloppySecondHopIsFoundOut() throws Exception {
		withPassword.server().misbehave(Misbehaviour.readSloppily());
		proxy.server().map("second.example", withPassword.server().address());
		SocksDialer first = dialer();
		SocksDialer chain = dialer(
				"socks5://jane:s3cret@second.example:%d?timeout=30s".formatted(withPassword.server().port()))
			.through(first);
		learned(chain);
		Known.toBeFar(first);
		dial(chain);
		dial(chain);
		assertPhase(first, Phase.PROVEN);
		assertPhase(chain, Phase.STEPS);
	}

	private static SocksDialer withPasswordThrough(SocksDialer first) {
		proxy.server().map("second.example", withPassword.server().address());
		return dialer("socks5://jane:s3cret@second.example:%d?timeout=30s".formatted(withPassword.server().port()))
			.through(first.withHandshake(HandshakeMode.STEPWISE));
	}

	@Test
	void aRefusalOfAnEarlierHopThatIsOptimisticProvesNothing() throws Exception {
		SocksDialer chain = Known.toBeFar(learned(withPasswordThrough(dialer().withOptimistic(true))));
		proxy.server().misbehaveOnce(Misbehaviour.refuse(5));
		assertThat(failure(SocksReplyException.class, chain).getHop()).isEqualTo(1);
		assertPhase(chain, Phase.LEARNED);
		dial(chain);
		assertPhase(chain, Phase.PROVEN);
		assertThat(withPassword.server().connections()).isEqualTo(2);
	}

	@ParameterizedTest(name = "proven: {0}")
	@ValueSource(booleans = { true, false })
	void anEarlierHopThatIsOptimisticAndClosesIsNotAskedAgain(boolean proven) throws Exception {
		SocksDialer chain = learned(withPasswordThrough(dialer().withOptimistic(true)));
		if (proven) {
			dial(Known.toBeFar(chain));
		}
		Phase before = chain.pipelining().known().phase();
		int connections = proxy.server().connections();
		proxy.server().misbehaveOnce(Misbehaviour.closeAfter(2));
		assertThat(failure(SocksProtocolException.class, chain).getHop()).isEqualTo(1);
		assertThat(proxy.server().connections() - connections).isEqualTo(1);
		assertPhase(chain, before);
	}

	@Test
	void anEarlierHopThatRefusesTheOtherDialDoesNotKeepTheTrialFromWinning() throws Exception {
		SocksDialer chain = learned(withPasswordThrough(dialer()));
		withPassword.server().misbehave(Misbehaviour.delayReply(PATIENCE.multipliedBy(4)));
		CompletableFuture<Throwable> dial = failureOf(() -> dial(chain));
		await().until(() -> withPassword.server().connections() == 2);
		proxy.server().misbehave(Misbehaviour.refuse(1));
		assertThat(dial.get(20, TimeUnit.SECONDS)).isNull();
		assertThat(proxy.server().connections()).isEqualTo(3);
		assertPhase(chain, Phase.PROVEN);
	}

	@ParameterizedTest
	@EnumSource
	void localDnsGoesTheSameWays(HandshakeMode mode) throws Exception {
		SocksDialer dialer = dialer().withHandshake(mode).withDns(DnsMode.LOCAL);
		proxy.server().misbehave((mode == HandshakeMode.PIPELINED) ? Misbehaviour.NONE : Misbehaviour.readSloppily());
		for (int i = 0; i < 3; i++) {
			try (SocksSocket socket = dialer.connect("ipv4.invalid", target.address().getPort())) {
				assertCarriesData(socket);
				assertThat(socket.getRemoteSocketAddress()).isEqualTo(target.address());
			}
		}
	}

}
