package io.github.sockskit.interop;

import java.io.IOException;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A chain of three servers from three hands: Dante with a password, OpenSSH in SOCKS4A,
 * microsocks with a password.
 */
@ExtendWith(TargetsResolver.class)
class ChainInteropTests {

	@RegisterExtension
	static final DanteServer dante = DanteServer.withPassword();

	@RegisterExtension
	static final OpenSshServer openSsh = OpenSshServer.onPort();

	@RegisterExtension
	static final MicrosocksServer microsocks = MicrosocksServer.withPassword("lab", "s3cret");

	private static SocksDialer chain() {
		return SocksDialer.of(microsocks.proxy(SocksVersion.SOCKS5))
			.through(SocksDialer.of(openSsh.proxy(SocksVersion.SOCKS4A))
				.through(SocksDialer.of(dante.proxy(SocksVersion.SOCKS5))));
	}

	@Test
	void carriesHttps(Targets targets) throws IOException {
		ForwardingContract.assertReachesByHttps(chain(), targets);
	}

	@Test
	void theLastServersRefusalIsThatOfTheLastHop() throws IOException {
		int refused = Sandbox.freePort();
		assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> chain().connect("127.0.0.1", refused))
			.satisfies((ex) -> assertThat(ex.getHop()).isEqualTo(3));
	}

}
