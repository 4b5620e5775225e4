package io.github.sockskit.interop;

import java.io.IOException;
import java.util.Set;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;

/**
 * microsocks, with a user and a password of its own or with none.
 */
final class MicrosocksServer extends ForeignServer {

	private final String username;

	private final String password;

	private MicrosocksServer(String name, String username, String password) {
		super(name, Set.of(SocksVersion.SOCKS5), "microsocks");
		this.username = username;
		this.password = password;
	}

	static MicrosocksServer open() {
		return new MicrosocksServer("microsocks", null, null);
	}

	static MicrosocksServer withPassword(String username, String password) {
		return new MicrosocksServer("microsocks with " + username + " and " + password, username, password);
	}

	@Override
	void start(Sandbox sandbox, int port) throws IOException {
		if (username == null) {
			sandbox.start("microsocks", "-i", "127.0.0.1", "-p", Integer.toString(port));
		}
		else {
			sandbox.start("microsocks", "-i", "127.0.0.1", "-p", Integer.toString(port), "-u", username, "-P",
					password);
		}
	}

	@Override
	SocksProxy proxy(SocksVersion version) {
		SocksProxy.Builder proxy = address(version);
		return ((username != null) ? proxy.username(username).password(password) : proxy).build();
	}

	/** It drops what follows a message in the same read. */
	@Override
	String knownAs() {
		return "STEPS";
	}

}
