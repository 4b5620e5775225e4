package io.github.sockskit.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksException;
import io.github.sockskit.SocksServerSocket;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksVersion;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * BIND at Dante, the one server of these that has it.
 */
class DanteBindInteropTests {

	private static final int LIMIT = 10_000;

	@RegisterExtension
	static final DanteServer dante = DanteServer.open();

	private static SocksDialer dialer(SocksVersion version) {
		return SocksDialer.of(dante.address(version).build());
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS5" })
	void thePeersConnectionCarriesBytesBothWays(SocksVersion version) throws IOException {
		try (SocksServerSocket server = dialer(version).bind("127.0.0.1", 0)) {
			server.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
			server.setSoTimeout(LIMIT);
			InetSocketAddress bound = server.getLocalSocketAddress();
			assertThat(bound.getAddress().isAnyLocalAddress()).isFalse();
			try (Socket peer = new Socket(bound.getAddress(), bound.getPort());
					SocksSocket accepted = server.accept()) {
				assertThat(accepted.getRemoteSocketAddress()).isEqualTo(peer.getLocalSocketAddress());
				peer.setSoTimeout(LIMIT);
				accepted.setSoTimeout(LIMIT);
				peer.getOutputStream().write("to the client".getBytes());
				assertThat(accepted.getInputStream().readNBytes(13)).isEqualTo("to the client".getBytes());
				accepted.getOutputStream().write("to the peer".getBytes());
				assertThat(peer.getInputStream().readNBytes(11)).isEqualTo("to the peer".getBytes());
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SOCKS4", "SOCKS5" })
	void aPeerThatWasNotExpectedIsRefused(SocksVersion version) throws IOException {
		try (SocksServerSocket server = dialer(version).bind("127.0.0.2", 80)) {
			server.setSoTimeout(LIMIT);
			InetSocketAddress bound = server.getLocalSocketAddress();
			try (Socket peer = new Socket(bound.getAddress(), bound.getPort())) {
				assertThat(peer.isConnected()).isTrue();
				assertThatExceptionOfType(SocksException.class).isThrownBy(server::accept);
				assertThat(server.isClosed()).isTrue();
			}
		}
	}

}
