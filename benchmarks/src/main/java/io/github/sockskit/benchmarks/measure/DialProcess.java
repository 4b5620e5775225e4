package io.github.sockskit.benchmarks.measure;

import java.io.IOException;
import java.net.InetSocketAddress;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import io.github.sockskit.benchmarks.contender.TunnelClient;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.server.ServerProcess;

/** A process that dials and does nothing else, for others to watch. */
public final class DialProcess {

	private DialProcess() {
	}

	/**
	 * Dials, one after the other.
	 * @param args contender, host and port of the proxy, its authentication, how often
	 * @throws IOException if a dial failed
	 */
	public static void main(String[] args) throws IOException {
		ProxyAccess proxy = new ProxyAccess(new InetSocketAddress(args[1], Integer.parseInt(args[2])),
				Authentication.valueOf(args[3]));
		try (TunnelClient client = TunnelContender.valueOf(args[0]).through(proxy)) {
			for (int dials = Integer.parseInt(args[4]); dials > 0; dials--) {
				client.open(ServerProcess.TARGET_INSIDE, 80).close();
			}
		}
		System.exit(0); // whatever threads the client's library keeps
	}

}
