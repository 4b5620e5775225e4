package io.github.sockskit.interop;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Set;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;

/**
 * stunnel, which takes TLS, with Dante behind it.
 */
final class StunnelServer extends ForeignServer {

	private final PrivateAuthority authority;

	private final boolean mutual;

	private final DanteServer dante = DanteServer.open();

	private StunnelServer(String name, boolean mutual) {
		super(name, Set.of(SocksVersion.SOCKS4, SocksVersion.SOCKS5), "stunnel4", "danted");
		this.mutual = mutual;
		try {
			this.authority = new PrivateAuthority();
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static StunnelServer open() {
		return new StunnelServer("Dante behind stunnel", false);
	}

	/** Demands a certificate of clients. */
	static StunnelServer mutual() {
		return new StunnelServer("Dante behind stunnel with client certificates", true);
	}

	@Override
	void start(Sandbox sandbox, int port) throws IOException {
		int dantePort = Sandbox.freePort();
		dante.start(sandbox, dantePort);
		sandbox.awaitListening(dantePort);
		String clients = "CAfile = %s\nverifyChain = yes\n"
			.formatted(sandbox.write("ca.pem", authority.authorityPem()));
		String configuration = sandbox
			.write("stunnel.conf", """
					foreground = yes
					pid =
					syslog = no
					cert = %s
					[socks]
					accept = 127.0.0.1:%d
					connect = 127.0.0.1:%d
					%s
					""".formatted(sandbox.write("server.pem", authority.serverPem()), port, dantePort,
					mutual ? clients : ""))
			.toString();
		sandbox.start("stunnel4", configuration);
	}

	PrivateAuthority authority() {
		return authority;
	}

	@Override
	SocksDialer dialer(SocksProxy proxy) {
		return super.dialer(proxy)
			.withTls(mutual ? authority.certifiedClientSocketFactory() : authority.clientSocketFactory());
	}

}
