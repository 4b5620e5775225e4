package io.github.sockskit.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.sockskit.Known;
import io.github.sockskit.ReplyCode;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksTimeoutException;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.sockskit.interop.ForwardingContract.assertRefuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Against Tor, which speaks all versions, refuses private addresses and has no network
 * here that would take it to others.
 */
class TorInteropTests {

	@RegisterExtension
	static final TorServer tor = new TorServer();

	@ParameterizedTest
	@CsvSource({ "SOCKS4, 127.0.0.1", "SOCKS4A, 127.0.0.1", "SOCKS4A, " + Sandbox.NAME, "SOCKS5, 127.0.0.1",
			"SOCKS5, ::1", "SOCKS5, " + Sandbox.NAME })
	void aPrivateTargetIsRefused(SocksVersion version, String host) {
		assertRefuses(tor.proxy(version), host, 80,
				(version == SocksVersion.SOCKS5) ? ReplyCode.GENERAL_FAILURE : ReplyCode.REQUEST_REJECTED);
	}

	@ParameterizedTest
	@CsvSource({ "SOCKS4, 127.0.0.1", "SOCKS4A, " + Sandbox.NAME, "SOCKS5, ::1", "SOCKS5, " + Sandbox.NAME })
	void onItsUnixDomainSocketItSaysTheSame(SocksVersion version, String host) {
		assertRefuses(tor.onPath(version).build(), host, 80,
				(version == SocksVersion.SOCKS5) ? ReplyCode.GENERAL_FAILURE : ReplyCode.REQUEST_REJECTED);
		assertRefuses(SocksProxy.parse(tor.onPath(version).build().toString()), host, 80,
				(version == SocksVersion.SOCKS5) ? ReplyCode.GENERAL_FAILURE : ReplyCode.REQUEST_REJECTED);
	}

	@Test
	void onItsUnixDomainSocketTheBudgetHolds() {
		SocksDialer dialer = SocksDialer.of(tor.onPath(SocksVersion.SOCKS5).timeout(Duration.ofMillis(500)).build());
		assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> dialer.connect("target.example", 80))
			.withMessageContaining(dialer.proxy().path().toString());
	}

	/** Tor isolates by credentials: any will do. */
	@ParameterizedTest
	@ValueSource(strings = { "7", "" })
	void anyPasswordIsTaken(String password) {
		assertRefuses(tor.address(SocksVersion.SOCKS5).username("stream").password(password).build(), Sandbox.NAME, 80,
				ReplyCode.GENERAL_FAILURE);
	}

	@Test
	void isolationCredentialsAreTaken() {
		SocksProxy plain = tor.proxy(SocksVersion.SOCKS5);
		for (String key : new String[] { "alice", "bob" }) {
			assertRefuses(plain.isolated(key), "127.0.0.1", 80, ReplyCode.GENERAL_FAILURE);
		}
	}

	/** It resolves by its network, which is not there; an address needs none. */
	@Test
	void aLookUpIsAnsweredOrRefusedWithItsReason() throws IOException {
		SocksDialer dialer = SocksDialer.of(tor.address(SocksVersion.SOCKS5).timeout(Duration.ofMillis(1500)).build());
		assertThat(dialer.resolve("192.0.2.7")).isEqualTo(InetAddress.getByName("192.0.2.7"));
		assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> dialer.resolve("target.example"));
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> dialer.resolve(InetAddress.getByName("127.0.0.1")))
			.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.HOST_UNREACHABLE));
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4A", "SOCKS5" })
	void aNetworkThatIsNotThereEndsWithTheBudget(SocksVersion version) {
		SocksDialer dialer = SocksDialer.of(tor.address(version).timeout(Duration.ofMillis(1500)).build());
		assertThatExceptionOfType(SocksTimeoutException.class).isThrownBy(() -> dialer.connect("target.example", 80))
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST));
	}

	@ParameterizedTest
	@EnumSource
	void dialsThatFailLeaveNoDescriptorOpen(SocksVersion version) {
		SocksProxy proxy = tor.proxy(version);
		Descriptors.assertNoneLeftBy(() -> assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> SocksDialer.of(proxy).connect("127.0.0.1", 80)));
	}

	/** With credentials, Tor leaves its method reply out if all comes at once. */
	@ParameterizedTest(name = "with credentials: {0}, on its unix-domain socket: {1}")
	@CsvSource({ "false, false, PROVEN", "true, false, STEPS", "false, true, PROVEN", "true, true, STEPS" })
	void aDialerFindsOutWhetherItTakesOneWrite(boolean credentials, boolean onPath, String known) throws Exception {
		SocksProxy.Builder builder = onPath ? tor.onPath(SocksVersion.SOCKS5) : tor.address(SocksVersion.SOCKS5);
		builder.timeout(Duration.ofSeconds(30));
		SocksDialer dialer = SocksDialer.of((credentials ? builder.username("stream").password("7") : builder).build());
		for (int i = 0; i < 4; i++) {
			assertRefuses(dialer, "127.0.0.1", 80, ReplyCode.GENERAL_FAILURE);
		}
		assertThat(Known.by(dialer)).isEqualTo(known);
		SocksDialer fresh = SocksDialer.of(dialer.proxy());
		ExecutorService threads = Executors.newFixedThreadPool(200);
		try {
			List<Future<?>> dials = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				dials.add(threads.submit(() -> assertRefuses(fresh, "127.0.0.1", 80, ReplyCode.GENERAL_FAILURE)));
			}
			for (Future<?> dial : dials) {
				dial.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(Known.by(fresh)).isEqualTo(known);
	}

	@Test
	void itHasNoRelayForDatagramsAndSaysSo() {
		SocksDialer dialer = SocksDialer.of(tor.proxy(SocksVersion.SOCKS5));
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(dialer::associate)
			.withMessageContaining("did not open a UDP relay")
			.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.COMMAND_NOT_SUPPORTED));
	}

}
