package io.github.sockskit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;

import io.github.sockskit.Pipelining.Knowledge;
import io.github.sockskit.Pipelining.Phase;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.Gssapi;
import io.github.sockskit.auth.UsernamePassword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PipeliningTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

	private final Pipelining pipelining = Pipelining.adaptive(clock::get);

	private Knowledge learned(AuthMethod method) {
		pipelining.learn(method, Duration.ofMillis(40).toNanos());
		return pipelining.known();
	}

	private void assertPhase(Phase phase) {
		assertThat(pipelining.known().phase()).isEqualTo(phase);
	}

	@Test
	void nothingIsKnownAtFirst() {
		assertThat(pipelining.known()).isEqualTo(new Knowledge(Phase.UNKNOWN, null, 0));
	}

	@Test
	void theShortestTimeCounts() {
		assertThat(learned(AuthMethod.NONE)).isEqualTo(new Knowledge(Phase.LEARNED, AuthMethod.NONE, 40_000_000));
		pipelining.learn(AuthMethod.NONE, 40_000_001);
		assertThat(pipelining.known().nanos()).isEqualTo(40_000_000);
		pipelining.learn(AuthMethod.NONE, 39_999_999);
		assertThat(pipelining.known().nanos()).isEqualTo(39_999_999);
	}

	@Test
	void nothingIsLearnedDuringATrialOrAfterIt() {
		Knowledge trial = pipelining.beginTrial(learned(AuthMethod.NONE));
		pipelining.learn(AuthMethod.NONE, 1);
		assertThat(pipelining.known()).isSameAs(trial);
		pipelining.prove(trial);
		pipelining.learn(AuthMethod.NONE, 1);
		assertThat(pipelining.known().nanos()).isEqualTo(40_000_000);
	}

	@Test
	void aMethodThatCannotBeSentAheadIsNotLearned() {
		pipelining.learn(Gssapi.builder().build(), 1);
		assertPhase(Phase.UNKNOWN);
	}

	@Test
	void oneDialIsOnTrial() {
		Knowledge learned = learned(AuthMethod.NONE);
		assertThat(pipelining.beginTrial(learned)).isNotNull();
		assertThat(pipelining.beginTrial(learned)).isNull();
		assertPhase(Phase.TRIAL);
	}

	@ParameterizedTest(name = "a reply in {0} ms is waited for {1} ms")
	@CsvSource({ "0, 100", "33, 100", "50, 150", "400, 1200" })
	void patienceIsThreeTimesWhatTheMethodReplyTook(int reply, int patience) {
		pipelining.learn(AuthMethod.NONE, Duration.ofMillis(reply).toNanos());
		assertThat(Duration.ofNanos(pipelining.known().patience())).isEqualTo(Duration.ofMillis(patience));
	}

	@Test
	void aTrialThatEndsWithoutAResultLeavesWhatWasLearned() {
		Knowledge learned = learned(AuthMethod.NONE);
		pipelining.doubt(pipelining.beginTrial(learned));
		assertThat(pipelining.known()).isEqualTo(learned);
	}

	@Test
	void whatIsProvenStaysUntilItIsDoubtedOrForgotten() {
		Knowledge trial = pipelining.beginTrial(learned(AuthMethod.NONE));
		pipelining.prove(trial);
		pipelining.doubt(trial);
		assertPhase(Phase.PROVEN);
		clock.addAndGet(Duration.ofDays(100).toNanos());
		Knowledge proven = pipelining.known();
		assertThat(proven.phase()).isEqualTo(Phase.PROVEN);
		pipelining.doubt(proven);
		assertPhase(Phase.LEARNED);
		pipelining.forget(proven);
		assertPhase(Phase.LEARNED);
		pipelining.forget(pipelining.known());
		assertPhase(Phase.UNKNOWN);
	}

	@Test
	void stepsLastForAnHour() {
		pipelining.refute(pipelining.beginTrial(learned(AuthMethod.NONE)));
		assertPhase(Phase.STEPS);
		pipelining.learn(AuthMethod.NONE, 1);
		assertPhase(Phase.STEPS);
		clock.addAndGet(Duration.ofHours(1).toNanos() - 1);
		assertPhase(Phase.STEPS);
		clock.incrementAndGet();
		assertPhase(Phase.UNKNOWN);
		learned(AuthMethod.NONE);
		assertPhase(Phase.LEARNED);
	}

	@Test
	void aLateResultOfAnEarlierTrialDoesNotCount() {
		Knowledge first = pipelining.beginTrial(learned(AuthMethod.NONE));
		pipelining.doubt(first);
		Knowledge second = pipelining.beginTrial(pipelining.known());
		pipelining.refute(first);
		pipelining.prove(first);
		assertPhase(Phase.TRIAL);
		pipelining.prove(second);
		assertPhase(Phase.PROVEN);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			socks5://proxy.example,         NONE
			socks5://jane:pw@proxy.example, PASSWORD
			socks4a://jane@proxy.example,   NONE
			""")
	void aDecreeHasTheMethodOfTheCredentials(String uri, String method) {
		Pipelining decreed = Pipelining.of(HandshakeMode.PIPELINED, SocksProxy.parse(uri));
		assertThat(decreed.known()).isEqualTo(new Knowledge(Phase.PIPELINED,
				method.equals("NONE") ? AuthMethod.NONE : new UsernamePassword("jane", "pw"), 0));
	}

	@Test
	void gssapiCannotBeDecreedToGoAhead() {
		SocksProxy kerberos = SocksProxy.parse("socks5://proxy.example")
			.withMethods(Gssapi.builder().build(), AuthMethod.NONE);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SocksDialer.of(kerberos).withHandshake(HandshakeMode.PIPELINED))
			.withMessageContaining("GSSAPI")
			.withMessageContaining("adaptive");
	}

	@Test
	void copiesThatGoTheSameWayShareWhatIsKnownAndOthersDoNot() {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://proxy.example"));
		assertThat(dialer.withDns(DnsMode.LOCAL).pipelining()).isSameAs(dialer.pipelining());
		assertThat(dialer.through(SocksDialer.of(SocksProxy.parse("socks5://other.example"))).pipelining())
			.isNotSameAs(dialer.pipelining());
		assertThat(dialer.withHandshake(HandshakeMode.ADAPTIVE).pipelining()).isNotSameAs(dialer.pipelining());
		assertThat(SocksDialer.of(dialer.proxy()).pipelining()).isNotSameAs(dialer.pipelining());
	}

	@Test
	void theModeIsTheDialersAndStaysInItsCopies() throws Exception {
		SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://proxy.example"));
		assertThat(dialer.handshake()).isEqualTo(HandshakeMode.ADAPTIVE);
		assertThat(dialer).hasToString("socks5://proxy.example:1080 (SOCKS5, DNS AUTO)");
		SocksDialer stepwise = dialer.withHandshake(HandshakeMode.STEPWISE)
			.withDns(DnsMode.REMOTE)
			.withTls(SSLContext.getDefault().getSocketFactory())
			.through(dialer);
		assertThat(stepwise.handshake()).isEqualTo(HandshakeMode.STEPWISE);
		assertThat(stepwise.pipelining().known().phase()).isEqualTo(Phase.STEPWISE);
		assertThat(stepwise.toString())
			.startsWith("socks5://proxy.example:1080 (SOCKS5 in TLS, DNS REMOTE, STEPWISE handshake), through");
	}

}
