package io.github.sockskit.interop;

import java.io.IOException;

import io.github.sockskit.Known;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProtocolException;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Against {@code ssh -D}, which speaks all versions and says nothing when it fails.
 */
class OpenSshInteropTests extends ForwardingContract {

	@RegisterExtension
	static final OpenSshServer ssh = OpenSshServer.onPort();

	@RegisterExtension
	static final OpenSshServer sshOnPath = OpenSshServer.onPath();

	OpenSshInteropTests(Targets targets) {
		super(targets, ssh, sshOnPath);
	}

	@Test
	void aConfiguredPasswordIsNoHindrance() throws IOException {
		assertReaches(ssh.address(SocksVersion.SOCKS5).username("user").password("password").build(), Sandbox.NAME);
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS4A" })
	void aUserIdIsNoHindrance(SocksVersion version) throws IOException {
		assertReaches(ssh.address(version).username("somebody").build(), "127.0.0.1");
	}

	@ParameterizedTest
	@EnumSource
	void aRefusedPortIsSilenceThatTheMessageExplains(SocksVersion version) throws IOException {
		assertSilence(version, "127.0.0.1", Sandbox.freePort());
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4A", "SOCKS5" })
	void anUnknownNameIsSilenceThatTheMessageExplains(SocksVersion version) {
		assertSilence(version, Sandbox.UNKNOWN_NAME, 80);
	}

	/** Silence is its answer, and so it is asked once however the request was sent. */
	@Test
	void aRefusedPortStaysSilenceAndProvesNothing(Targets targets) throws IOException {
		int refused = Sandbox.freePort();
		SocksDialer dialer = ssh.dialer(SocksVersion.SOCKS5);
		for (String known : new String[] { "LEARNED", "LEARNED", "LEARNED", "PROVEN" }) {
			if (known.equals("PROVEN")) {
				dialer.connect("127.0.0.1", targets.port(Targets.Service.HTTP, false)).close();
			}
			assertThatExceptionOfType(SocksProtocolException.class)
				.isThrownBy(() -> dialer.connect("127.0.0.1", refused))
				.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
			assertThat(Known.by(dialer)).isEqualTo(known);
		}
	}

	private static void assertSilence(SocksVersion version, String host, int port) {
		SocksDialer dialer = SocksDialer.of(ssh.proxy(version));
		assertThatExceptionOfType(SocksProtocolException.class).isThrownBy(() -> dialer.connect(host, port))
			.withMessageContaining("OpenSSH's -D does so when the target cannot be reached")
			.satisfies((ex) -> {
				assertThat(ex.getStep()).isEqualTo(Step.REQUEST);
				assertThat(ex.getCode()).isEqualTo(-1);
			});
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS4A" })
	void anIpv6LiteralIsRefusedHereWhereTheVersionCannotCarryIt(SocksVersion version) {
		SocksDialer dialer = SocksDialer.of(ssh.proxy(version));
		assertThatIllegalArgumentException().isThrownBy(() -> dialer.connect("::1", 80)).withMessageContaining("IPv6");
	}

	@Test
	void itHasNoRelayForDatagramsWhichTheMessageExplains() {
		SocksDialer dialer = SocksDialer.of(ssh.proxy(SocksVersion.SOCKS5));
		assertThatExceptionOfType(SocksProtocolException.class).isThrownBy(dialer::associate)
			.withMessageContaining("on the way to a UDP relay; OpenSSH's -D does so, as it has none")
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST));
	}

}
