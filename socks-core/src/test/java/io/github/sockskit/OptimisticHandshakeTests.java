package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

import io.github.sockskit.Pipelining.Phase;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Optimistic dials through a proxy that takes a handshake in one write: all three replies
 * are read late, and what they say of the proxy is learned then.
 */
@Timeout(30)
@SuppressWarnings("try") // a resource that only has to be open
class OptimisticHandshakeTests {

	private static final EchoServer target = new EchoServer("");

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension(
			SocksServer.builder().credentials("jane", "s3cret").map("api.example", target.address()));

	private final SocksServer proxy = extension.server();

	/** Between the dialer and the proxy. */
	private Relay relay;

	@AfterAll
	static void closeTarget() throws IOException {
		target.close();
	}

	@BeforeEach
	void listen() {
		relay = Relay.onPort(proxy.address());
	}

	@AfterEach
	void nothingIsLeftOpen() throws Exception {
		await().until(() -> proxy.openConnections() == 0);
		relay.close();
	}

	private SocksDialer dialer(String timeout) {
		return SocksDialer
			.of(SocksProxy
				.parse("socks5://jane:s3cret@127.0.0.1:%d?timeout=%s".formatted(relay.address().getPort(), timeout)))
			.withOptimistic(true);
	}

	private static void dial(SocksDialer dialer) throws IOException {
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			socket.getOutputStream().write('x');
			assertThat(socket.getInputStream().read()).isEqualTo('x');
		}
	}

	private SocksDialer proven(String timeout) throws IOException {
		SocksDialer dialer = dialer(timeout);
		dial(dialer);
		assertPhase(dialer, Phase.LEARNED);
		dial(dialer);
		assertPhase(dialer, Phase.PROVEN);
		relay.reset();
		return dialer;
	}

	private static void assertPhase(SocksDialer dialer, Phase phase) {
		assertThat(dialer.pipelining().known().phase()).isEqualTo(phase);
	}

	/** What a dial fails with, and not before it reads. */
	private <T extends SocksException> T lateFailure(Class<T> type, SocksDialer dialer) throws IOException {
		int before = proxy.connections();
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			T failure = catchThrowableOfType(type, () -> socket.getInputStream().read());
			assertThat(failure).isNotNull();
			assertThat(proxy.connections() - before).as("it is not repeated").isEqualTo(1);
			return failure;
		}
	}

	@Test
	void aDialCostsOneWriteAndNoReply() throws Exception {
		SocksDialer dialer = proven("5s");
		relay.after(0, Relay.Then.STALL);
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			await().until(() -> proxy.requests().size() == 3);
			assertThat(relay.segmentsFromClients()).isEqualTo(1);
			socket.getOutputStream().write('x');
			await().until(() -> relay.segmentsFromClients() == 2);
			assertThat(socket.getInputStream().available()).isZero();
		}
		assertThat(proxy.authentications()).isEqualTo(3);
	}

	@Test
	void anySplitOfTheRepliesGivesTheSameData() throws Exception {
		SocksDialer dialer = proven("5s");
		for (Misbehaviour misbehaviour : List.of(Misbehaviour.NONE, Misbehaviour.split(),
				Misbehaviour.boundAddress("bound.example", 7), Misbehaviour.delayReply(Duration.ofMillis(20)))) {
			proxy.misbehave(misbehaviour);
			dial(dialer);
			assertPhase(dialer, Phase.PROVEN);
		}
	}

	@Test
	void aReadThatTimesOutInMidReplyTeachesNothingAndCanBeRepeated() throws Exception {
		SocksDialer dialer = proven("30s");
		proxy.misbehave(Misbehaviour.drip(Duration.ofMillis(20)));
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			socket.setSoTimeout(10);
			socket.getOutputStream().write('x');
			InputStream in = socket.getInputStream();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
			int value = await().ignoreExceptionsInstanceOf(SocketTimeoutException.class)
				.until(in::read, (read) -> read >= 0);
			assertThat(value).isEqualTo('x');
		}
		assertPhase(dialer, Phase.PROVEN);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3 })
	void oneThatIsBrokenIsNotRepeatedAndTheNextGoesStepByStep(int bytes) throws Exception {
		for (Misbehaviour cut : List.of(Misbehaviour.closeAfter(bytes), Misbehaviour.resetAfter(bytes))) {
			SocksDialer dialer = proven("5s");
			proxy.misbehaveOnce(cut);
			assertThat(lateFailure(SocksProtocolException.class, dialer).getStep())
				.isEqualTo((bytes < 2) ? Step.METHOD : Step.AUTHENTICATION);
			assertPhase(dialer, Phase.UNKNOWN);
			relay.reset();
			try (SocksSocket socket = dialer.connect("api.example", 80)) {
				assertThat(relay.segmentsFromClients()).isGreaterThan(1);
				assertPhase(dialer, Phase.LEARNED);
			}
			dial(dialer);
			assertPhase(dialer, Phase.PROVEN);
		}
	}

	@Test
	void aProxyThatWantsAnotherMethodIsAskedAnewByTheNext() throws Exception {
		SocksDialer dialer = proven("5s");
		proxy.misbehaveOnce(Misbehaviour.method(0xFF));
		assertThat(lateFailure(SocksAuthenticationException.class, dialer).getStep()).isEqualTo(Step.METHOD);
		assertPhase(dialer, Phase.UNKNOWN);
	}

	@Test
	void oneThatGetsNoAnswerMakesTheNextATrial() throws Exception {
		SocksDialer dialer = proven("1s");
		proxy.misbehaveOnce(Misbehaviour.stallAfter(0));
		assertThat(lateFailure(SocksTimeoutException.class, dialer).getStep()).isEqualTo(Step.METHOD);
		assertPhase(dialer, Phase.LEARNED);
		dial(dialer);
		assertPhase(dialer, Phase.PROVEN);
	}

	@Test
	void whatTheProxyAnswersTeachesNothing() throws Exception {
		SocksDialer dialer = proven("5s");
		proxy.misbehaveOnce(Misbehaviour.refuse(5));
		assertThat(lateFailure(SocksReplyException.class, dialer).getStep()).isEqualTo(Step.REQUEST);
		proxy.misbehaveOnce(Misbehaviour.authenticationStatus(1));
		assertThat(lateFailure(SocksAuthenticationException.class, dialer).getStep()).isEqualTo(Step.AUTHENTICATION);
		proxy.misbehaveOnce(Misbehaviour.closeAfter(4));
		assertThat(lateFailure(SocksProtocolException.class, dialer).getStep()).isEqualTo(Step.REQUEST);
		assertPhase(dialer, Phase.PROVEN);
		assertThat(proxy.authentications()).isEqualTo(5);
		dial(dialer);
	}

	@Test
	void aTrialIsWaitedForAsItMayHaveToBeRepeated() throws Exception {
		SocksDialer dialer = dialer("5s");
		dial(dialer);
		proxy.misbehaveOnce(Misbehaviour.refuse(5));
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> dialer.connect("api.example", 80));
		assertPhase(dialer, Phase.PROVEN);
	}

	@Test
	void whatOneDialerFindsOutItsOptimisticCopyKnows() throws Exception {
		SocksDialer dialer = proven("5s");
		assertPhase(dialer.withOptimistic(false), Phase.PROVEN);
	}

	@Test
	void oneWriteThatTheUserDecreedStaysOne() throws Exception {
		SocksDialer dialer = dialer("5s").withHandshake(HandshakeMode.PIPELINED);
		proxy.misbehaveOnce(Misbehaviour.closeAfter(0));
		lateFailure(SocksProtocolException.class, dialer);
		assertPhase(dialer, Phase.PIPELINED);
		relay.reset();
		try (SocksSocket socket = dialer.connect("api.example", 80)) {
			socket.getBoundAddress();
			assertThat(relay.segmentsFromClients()).isEqualTo(1);
		}
	}

	@Test
	void aProxyThatLosesWhatFollowsGetsStepsAndIsNoLessOptimistic() throws Exception {
		proxy.misbehave(Misbehaviour.readSloppily());
		SocksDialer dialer = dialer("5s");
		for (Phase phase : List.of(Phase.LEARNED, Phase.STEPS, Phase.STEPS)) {
			try (SocksSocket socket = dialer.connect("api.example", 80)) {
				socket.getBoundAddress();
				socket.getOutputStream().write('x');
				assertThat(socket.getInputStream().read()).isEqualTo('x');
			}
			assertPhase(dialer, phase);
		}
	}

}
