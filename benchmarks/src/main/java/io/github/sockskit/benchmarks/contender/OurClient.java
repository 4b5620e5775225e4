package io.github.sockskit.benchmarks.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;

/** Ours, in any of its modes. */
final class OurClient implements TunnelClient {

	private final SocksDialer dialer;

	private OurClient(SocksDialer dialer) {
		this.dialer = dialer;
	}

	static OurClient of(ProxyAccess proxy, SocksVersion version, UnaryOperator<SocksDialer> mode) {
		SocksProxy.Builder builder = SocksProxy.builder(version, proxy.host(), proxy.address().getPort())
			.timeout(Duration.ofMillis(ProxyAccess.TIMEOUT_MILLIS));
		if (proxy.withPassword()) {
			builder.username(Authentication.USER).password(Authentication.PASSWORD_OF_USER);
		}
		return new OurClient(mode.apply(SocksDialer.of(builder.build())));
	}

	SocksDialer dialer() {
		return dialer;
	}

	@Override
	public Tunnel open(String host, int port) throws IOException {
		return SocketTunnel.of(dialer.connect(host, port));
	}

}
