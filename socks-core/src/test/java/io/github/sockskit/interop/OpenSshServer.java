package io.github.sockskit.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;

/**
 * What {@code ssh -D} opens, an sshd behind it.
 */
final class OpenSshServer extends ForeignServer {

	private static final String SOCKET = "socks.socket";

	private final boolean onPath;

	private OpenSshServer(String name, boolean onPath) {
		super(name, EnumSet.allOf(SocksVersion.class), "ssh", "sshd", "ssh-keygen");
		this.onPath = onPath;
	}

	static OpenSshServer onPort() {
		return new OpenSshServer("OpenSSH", false);
	}

	/** Listening on a unix-domain socket. */
	static OpenSshServer onPath() {
		return new OpenSshServer("OpenSSH on a path", true);
	}

	@Override
	void start(Sandbox sandbox, int port) throws IOException {
		String clientKey = sandbox.path("client-key").toString();
		String hostKey = sandbox.path("host-key").toString();
		sandbox.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", clientKey);
		sandbox.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey);
		int sshPort = Sandbox.freePort();
		String hosts = sandbox
			.write("known_hosts",
					"[127.0.0.1]:%d %s".formatted(sshPort, Files.readString(sandbox.path("host-key.pub"))))
			.toString();
		String configuration = sandbox.write("sshd_config", """
				Port %d
				ListenAddress 127.0.0.1
				HostKey %s
				PidFile none
				AuthorizedKeysFile %s.pub
				StrictModes no
				UsePAM no
				PasswordAuthentication no
				AllowUsers %s
				AllowTcpForwarding yes
				""".formatted(sshPort, hostKey, clientKey, Sandbox.USER)).toString();
		sandbox.start("sshd", "-D", "-e", "-f", configuration);
		sandbox.awaitListening(sshPort);
		sandbox.start("ssh", "-F", "none", "-N", "-D", onPath ? sandbox.path(SOCKET).toString() : "127.0.0.1:" + port,
				"-i", clientKey, "-p", Integer.toString(sshPort), "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes",
				"-o", "UserKnownHostsFile=" + hosts, "-o", "GlobalKnownHostsFile=/dev/null", "-o",
				"ExitOnForwardFailure=yes", Sandbox.USER + "@127.0.0.1");
	}

	@Override
	void awaitListening(Sandbox sandbox, int port) {
		if (onPath) {
			sandbox.awaitListening(sandbox.path(SOCKET));
		}
		else {
			super.awaitListening(sandbox, port);
		}
	}

	@Override
	SocksProxy.Builder address(SocksVersion version) {
		return onPath ? address(version, SOCKET) : super.address(version);
	}

}
