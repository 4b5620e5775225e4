package io.github.sockskit.interop;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.auth.Gssapi;
import io.github.sockskit.auth.Gssapi.Protection;

/**
 * Dante built with GSSAPI, which Debian's danted is not. It allows one level of
 * protection.
 */
final class GssapiDanteServer extends ForeignServer {

	private final KerberosRealm realm;

	private final Protection protection;

	GssapiDanteServer(KerberosRealm realm, Protection protection) {
		super("Dante with GSSAPI, " + protection, Set.of(SocksVersion.SOCKS5),
				Stream.concat(Stream.of("sockd-gssapi"), Stream.of(KerberosRealm.PROGRAMS)).toArray(String[]::new));
		this.realm = realm;
		this.protection = protection;
	}

	@Override
	void start(Sandbox sandbox, int port) throws IOException {
		// The settings of GSSAPI mean nothing in a socks rule.
		String configuration = sandbox.write("sockd.conf",
				"""
						logoutput: stderr
						internal: 127.0.0.1 port = %d
						external: 127.0.0.1
						external: ::1
						clientmethod: none
						socksmethod: gssapi
						user.privileged: root
						user.unprivileged: nobody
						client pass {
						  from: 0/0 to: 0/0
						  log: error
						  gssapi.servicename: rcmd
						  gssapi.keytab: FILE:%s
						  gssapi.enctype: %s
						}
						socks block { from: 0/0 to: %s/32 }
						socks pass {
						  from: 0/0 to: 0/0
						  command: connect bind udpassociate bindreply udpreply
						}
						""".formatted(port, realm.serviceKeytab(),
						(protection == Protection.NONE) ? "clear" : protection.name().toLowerCase(Locale.ROOT),
						DanteServer.BLOCKED))
			.toString();
		sandbox.start("env",
				realm.words("sockd-gssapi", "-f", configuration, "-p", sandbox.path("sockd.pid").toString()));
	}

	@Override
	SocksProxy proxy(SocksVersion version) {
		return proxy(Gssapi.builder().keytab(realm.keytab(), KerberosRealm.CLIENT).protection(protection));
	}

	SocksProxy proxy(Gssapi.Builder method) {
		return address(SocksVersion.SOCKS5).methods(method.build()).build();
	}

	/** What is sent depends on what the server says. */
	@Override
	String knownAs() {
		return "UNKNOWN";
	}

}
