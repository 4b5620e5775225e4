package io.github.sockskit.interop;

import java.io.IOException;
import java.util.Set;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;

/**
 * Dante's danted.
 */
final class DanteServer extends ForeignServer {

	/** Blocked by its rules. */
	static final String BLOCKED = "127.0.0.66";

	private final String method;

	private DanteServer(String name, Set<SocksVersion> versions, String method) {
		super(name, versions, "danted");
		this.method = method;
	}

	static DanteServer open() {
		return new DanteServer("Dante", Set.of(SocksVersion.SOCKS4, SocksVersion.SOCKS5), "none");
	}

	static DanteServer withPassword() {
		return new DanteServer("Dante with password", Set.of(SocksVersion.SOCKS5), "username");
	}

	@Override
	void start(Sandbox sandbox, int port) throws IOException {
		String configuration = sandbox.write("danted.conf", """
				logoutput: stderr
				internal: 127.0.0.1 port = %d
				external: 127.0.0.1
				external: ::1
				clientmethod: none
				socksmethod: %s
				user.privileged: root
				user.unprivileged: nobody
				client pass {
				  from: 0/0 to: 0/0
				  log: error
				}
				socks block { from: 0/0 to: %s/32 }
				socks pass {
				  from: 0/0 to: 0/0
				  command: connect bind bindreply udpassociate udpreply
				}
				""".formatted(port, method, BLOCKED)).toString();
		sandbox.start("danted", "-f", configuration, "-p", sandbox.path("danted.pid").toString());
	}

	@Override
	SocksProxy proxy(SocksVersion version) {
		SocksProxy.Builder proxy = address(version);
		return (method.equals("username") ? proxy.username(Sandbox.USER).password(Sandbox.PASSWORD) : proxy).build();
	}

}
