package io.github.sockskit.interop;

import java.io.IOException;
import java.time.Duration;

import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.HostAndPort;
import io.github.sockskit.SocksConnectException;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksException;
import io.github.sockskit.SocksProtocolException;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksTimeoutException;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.Step;
import io.github.sockskit.interop.Targets.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * In TLS to stunnel, Dante behind it.
 */
class StunnelInteropTests extends ForwardingContract {

	@RegisterExtension
	static final StunnelServer stunnel = StunnelServer.open();

	@RegisterExtension
	static final StunnelServer mutual = StunnelServer.mutual();

	@RegisterExtension
	static final DanteServer plain = DanteServer.open();

	StunnelInteropTests(Targets targets) {
		super(targets, stunnel, mutual);
	}

	private static SocksDialer dialer(String host, int port) {
		return SocksDialer.of(SocksProxy.builder(SocksVersion.SOCKS5, host, port).build());
	}

	private static int port(ForeignServer server) {
		return server.proxy(SocksVersion.SOCKS5).port();
	}

	private static void assertRefused(SocksDialer dialer, String... said) {
		assertThatExceptionOfType(SocksConnectException.class).isThrownBy(() -> dialer.connect("127.0.0.1", 80))
			.satisfies((ex) -> {
				assertThat(ex.getStep()).isEqualTo(Step.TLS);
				assertThat(ex.getProxy()).isEqualTo(new HostAndPort(dialer.proxy().host(), dialer.proxy().port()));
				assertThat(ex).hasMessageContaining(dialer.proxy().toString())
					.hasMessageContaining("127.0.0.1:80")
					.hasMessageContainingAll(said);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", PrivateAuthority.SERVER_NAME, "127.0.0.1" })
	void theCertificateMayHaveTheProxysNameOrAddress(String host, Targets targets) throws IOException {
		try (SocksSocket socket = dialer(host, port(stunnel)).withTls(stunnel.authority().clientSocketFactory())
			.connect("127.0.0.1", targets.port(Service.HTTP, false))) {
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void aCertificateOfAnUnknownAuthorityIsRefused() {
		assertRefused(dialer("127.0.0.1", port(stunnel)).withTls((SSLSocketFactory) SSLSocketFactory.getDefault()),
				"authority that is trusted here");
	}

	@Test
	void aCertificateOfAnotherHostIsRefused() {
		assertRefused(dialer("ipv4.invalid", port(stunnel)).withTls(stunnel.authority().clientSocketFactory()),
				"ipv4.invalid found", "has to be issued for ipv4.invalid");
	}

	@Test
	void withoutACertificateWhereOneIsWantedTheMessageSaysSo() {
		SocksDialer dialer = mutual.dialer(SocksVersion.SOCKS5).withTls(mutual.authority().clientSocketFactory());
		assertRefused(dialer, "client certificate");
	}

	@Test
	void aPlainProxyIsTold() {
		assertRefused(plain.dialer(SocksVersion.SOCKS5).withTls(stunnel.authority().clientSocketFactory()),
				"leave TLS out");
	}

	/** OpenSSL answers once it has five bytes, and a greeting has three. */
	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS5" })
	void withoutTlsTheMessageNamesIt(SocksVersion version) {
		SocksDialer dialer = SocksDialer.of(stunnel.proxy(version).withTimeout(Duration.ofMillis(500)));
		assertThatExceptionOfType(SocksException.class).isThrownBy(() -> dialer.connect("127.0.0.1", 80))
			.withMessageContaining("TLS")
			.isInstanceOf(
					(version == SocksVersion.SOCKS5) ? SocksTimeoutException.class : SocksProtocolException.class);
	}

	/** Dante's reset may overtake its reply inside stunnel. */
	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS5" })
	void aRefusedPortIsRefusedAtThatStep(SocksVersion version) throws IOException {
		int port = Sandbox.freePort();
		assertThatExceptionOfType(SocksException.class)
			.isThrownBy(() -> stunnel.dialer(version).connect("127.0.0.1", port))
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST));
	}

	@Test
	void thePlainProxyBehindAnotherIsReachedThroughTls(Targets targets) throws IOException {
		SocksDialer chain = plain.dialer(SocksVersion.SOCKS5).through(stunnel.dialer(SocksVersion.SOCKS5));
		try (SocksSocket socket = chain.connect(Sandbox.NAME, targets.port(Service.HTTP, false))) {
			assertThat(socket.isConnected()).isTrue();
		}
		SocksDialer reversed = stunnel.dialer(SocksVersion.SOCKS5).through(plain.dialer(SocksVersion.SOCKS5));
		try (SocksSocket socket = reversed.connect(Sandbox.NAME, targets.port(Service.HTTP, false))) {
			assertThat(socket.isConnected()).isTrue();
		}
	}

}
