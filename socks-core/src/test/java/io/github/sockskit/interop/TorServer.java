package io.github.sockskit.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;

/**
 * Tor's SocksPort without a Tor network: the only authority it knows is a port of
 * loopback that nothing listens on. It shakes hands and refuses.
 */
final class TorServer extends ForeignServer {

	private static final String SOCKET = "private/socks";

	TorServer() {
		super("Tor", EnumSet.allOf(SocksVersion.class), "tor");
	}

	/** Over the unix-domain socket that it listens on too. */
	SocksProxy.Builder onPath(SocksVersion version) {
		return address(version, SOCKET);
	}

	@Override
	void awaitListening(Sandbox sandbox, int port) {
		super.awaitListening(sandbox, port);
		sandbox.awaitListening(sandbox.path(SOCKET));
	}

	@Override
	void start(Sandbox sandbox, int port) throws IOException {
		// Tor wants nobody else to get there.
		Files.createDirectory(sandbox.path(SOCKET).getParent(),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		String data = Files.createDirectory(sandbox.path("tor")).toString();
		int closed = Sandbox.freePort();
		// A name that is mapped to a private address is refused like the address itself.
		String configuration = sandbox
			.write("torrc", """
					DataDirectory %s
					Log notice stdout
					ClientOnly 1
					DirAuthority nowhere orport=%d v3ident=%s 127.0.0.1:%d %s
					UseDefaultFallbackDirs 0
					AvoidDiskWrites 1
					MapAddress %s 127.0.0.1
					SocksPort 127.0.0.1:%d
					SocksPort unix:%s
					""".formatted(data, closed, "A".repeat(40), closed, "B".repeat(40), Sandbox.NAME, port,
					sandbox.path(SOCKET)))
			.toString();
		sandbox.start("tor", "-f", configuration, "--defaults-torrc", "/dev/null");
	}

}
