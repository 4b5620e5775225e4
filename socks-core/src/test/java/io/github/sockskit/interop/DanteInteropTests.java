package io.github.sockskit.interop;

import java.io.IOException;
import java.time.Duration;

import io.github.sockskit.ReplyCode;
import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.Step;
import io.github.sockskit.interop.Targets.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Against Dante, which speaks SOCKS4 and SOCKS5 and says why it refuses.
 */
class DanteInteropTests extends ForwardingContract {

	@RegisterExtension
	static final DanteServer open = DanteServer.open();

	@RegisterExtension
	static final DanteServer guarded = DanteServer.withPassword();

	DanteInteropTests(Targets targets) {
		super(targets, open, guarded);
	}

	@Test
	void theBoundAddressIsTheOneThatDanteConnectsFrom(Targets targets) throws IOException {
		SocksDialer dialer = SocksDialer.of(open.proxy(SocksVersion.SOCKS5));
		try (SocksSocket socket = dialer.connect("::1", targets.port(Service.HTTP, true))) {
			assertThat(socket.getBoundAddress().getAddress().getHostAddress()).isEqualTo("0:0:0:0:0:0:0:1");
			assertThat(socket.getBoundAddress().getPort()).isPositive();
		}
	}

	@Test
	void aUserIdIsNoHindranceToSocks4() throws IOException {
		assertReaches(open.address(SocksVersion.SOCKS4).username("somebody").build(), "127.0.0.1");
	}

	@Test
	void aConfiguredPasswordIsNoHindranceWhereNoneIsWanted() throws IOException {
		assertReaches(open.address(SocksVersion.SOCKS5).username(Sandbox.USER).password(Sandbox.PASSWORD).build(),
				Sandbox.NAME);
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS5" })
	void aRefusedPortIsReportedAsDanteReportsIt(SocksVersion version) throws IOException {
		int port = Sandbox.freePort();
		assertRefuses(open.proxy(version), "127.0.0.1", port,
				(version == SocksVersion.SOCKS5) ? ReplyCode.CONNECTION_REFUSED : ReplyCode.REQUEST_REJECTED);
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS5" })
	void aBlockedTargetIsReportedAsDanteReportsIt(SocksVersion version) throws IOException {
		assertRefuses(open.proxy(version), DanteServer.BLOCKED, 80,
				(version == SocksVersion.SOCKS5) ? ReplyCode.NOT_ALLOWED : ReplyCode.REQUEST_REJECTED);
	}

	/** Dante's reply has the name, as a domain, for a bound address. */
	@Test
	void anUnknownNameIsUnreachable() {
		assertRefuses(open.proxy(SocksVersion.SOCKS5), Sandbox.UNKNOWN_NAME, 80, ReplyCode.HOST_UNREACHABLE);
	}

	/** Dante takes SOCKS4A's marker, 0.0.0.1, for an address. */
	@Test
	void aNameInSocks4aIsRefusedWithAHintAtTheVersion(Targets targets) {
		SocksDialer dialer = SocksDialer.of(open.proxy(SocksVersion.SOCKS4A));
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> dialer.connect(Sandbox.NAME, targets.port(Service.HTTP, false)))
			.withMessageContaining("a proxy without SOCKS4A")
			.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.REQUEST_REJECTED));
	}

	@Test
	void aWrongPasswordIsSentOnceAndRefused() {
		SocksDialer dialer = SocksDialer
			.of(guarded.address(SocksVersion.SOCKS5).username(Sandbox.USER).password("wrong one").build());
		long before = refusedPasswords();
		assertThatExceptionOfType(SocksAuthenticationException.class).isThrownBy(() -> dialer.connect(Sandbox.NAME, 80))
			.withMessageNotContaining("wrong one")
			.satisfies((ex) -> {
				assertThat(ex.getStep()).isEqualTo(Step.AUTHENTICATION);
				assertThat(ex.getCode()).isEqualTo(1);
			});
		Condition.within(Duration.ofSeconds(5), () -> refusedPasswords() > before);
		assertThat(refusedPasswords()).isEqualTo(before + 1);
	}

	private static long refusedPasswords() {
		return guarded.log().lines().filter((line) -> line.contains("password authentication failed")).count();
	}

	@Test
	void withoutAPasswordNoMethodIsAcceptable() {
		SocksDialer dialer = SocksDialer.of(guarded.address(SocksVersion.SOCKS5).build());
		assertThatExceptionOfType(SocksAuthenticationException.class).isThrownBy(() -> dialer.connect(Sandbox.NAME, 80))
			.satisfies((ex) -> {
				assertThat(ex.getStep()).isEqualTo(Step.METHOD);
				assertThat(ex.getCode()).isEqualTo(0xFF);
			});
	}

	@ParameterizedTest
	@CsvSource({ "SOCKS4, 127.0.0.1", "SOCKS4A, " + Sandbox.NAME })
	void socks4IsRefusedWhereAPasswordIsWanted(SocksVersion version, String host) {
		assertRefuses(guarded.address(version).build(), host, 80, ReplyCode.REQUEST_REJECTED);
	}

}
