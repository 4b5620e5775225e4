package io.github.sockskit.interop;

import java.io.IOException;

import io.github.sockskit.ReplyCode;
import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProtocolException;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Against microsocks, which speaks SOCKS5 only and takes a segment for a message.
 */
class MicrosocksInteropTests extends ForwardingContract {

	@RegisterExtension
	static final MicrosocksServer open = MicrosocksServer.open();

	@RegisterExtension
	static final MicrosocksServer guarded = MicrosocksServer.withPassword("user", "password");

	@RegisterExtension
	static final MicrosocksServer odd = MicrosocksServer.withPassword("us er@lab", "pä:ss/w%41rd @?#'+");

	MicrosocksInteropTests(Targets targets) {
		super(targets, open, guarded, odd);
	}

	@Test
	void oddCredentialsWorkPercentEncodedInAUri() throws IOException {
		String uri = "socks5://us%%20er%%40lab:p%%C3%%A4%%3Ass%%2Fw%%2541rd%%20%%40%%3F%%23%%27%%2B@127.0.0.1:%d"
			.formatted(odd.proxy(SocksVersion.SOCKS5).port());
		assertReaches(SocksProxy.parse(uri), Sandbox.NAME);
	}

	@Test
	void aConfiguredPasswordIsNoHindranceWhereNoneIsWanted() throws IOException {
		assertReaches(open.address(SocksVersion.SOCKS5).username("user").password("password").build(), Sandbox.NAME);
	}

	@Test
	void aRefusedPortIsReported() throws IOException {
		assertRefuses(open.proxy(SocksVersion.SOCKS5), "127.0.0.1", Sandbox.freePort(), ReplyCode.CONNECTION_REFUSED);
	}

	@Test
	void anUnknownNameIsAGeneralFailure() {
		assertRefuses(open.proxy(SocksVersion.SOCKS5), Sandbox.UNKNOWN_NAME, 80, ReplyCode.GENERAL_FAILURE);
	}

	/** microsocks answers with status 2: any but 0 is a refusal. */
	@Test
	void aWrongPasswordIsRefused() {
		SocksDialer dialer = SocksDialer
			.of(guarded.address(SocksVersion.SOCKS5).username("user").password("wrong one").build());
		assertThatExceptionOfType(SocksAuthenticationException.class).isThrownBy(() -> dialer.connect(Sandbox.NAME, 80))
			.withMessageNotContaining("wrong one")
			.satisfies((ex) -> {
				assertThat(ex.getStep()).isEqualTo(Step.AUTHENTICATION);
				assertThat(ex.getCode()).isEqualTo(2);
			});
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

	/** microsocks answers in SOCKS5: 05 ff. */
	@ParameterizedTest
	@CsvSource({ "SOCKS4, 127.0.0.1", "SOCKS4A, " + Sandbox.NAME })
	void socks4EndsWithAHintAtTheVersion(SocksVersion version, String host) {
		SocksDialer dialer = SocksDialer.of(open.address(version).build());
		assertThatExceptionOfType(SocksProtocolException.class).isThrownBy(() -> dialer.connect(host, 80))
			.withMessageContaining("try version socks5")
			.satisfies((ex) -> assertThat(ex.getStep()).isEqualTo(Step.REQUEST));
	}

	@Test
	void itHasNoRelayForDatagramsAndSaysSo() {
		SocksDialer dialer = SocksDialer.of(open.proxy(SocksVersion.SOCKS5));
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(dialer::associate)
			.withMessageContaining("did not open a UDP relay")
			.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.COMMAND_NOT_SUPPORTED));
	}

}
