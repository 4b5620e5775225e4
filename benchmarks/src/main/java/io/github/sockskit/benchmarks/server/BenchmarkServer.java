package io.github.sockskit.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.github.sockskit.benchmarks.contender.Authentication;

/** The server's process. Ends with its standard input. */
public final class BenchmarkServer {

	private BenchmarkServer() {
	}

	/**
	 * Listens, prints the ports in one line, and serves until standard input ends.
	 * @param args the address to listen on
	 * @throws IOException if it cannot listen
	 */
	public static void main(String[] args) throws IOException {
		String host = args[0];
		Loop proxy = Loop.open();
		int none = proxy.listen(host, loop -> new SocksSession(loop, Authentication.NONE));
		int password = proxy.listen(host, loop -> new SocksSession(loop, Authentication.PASSWORD));
		Loop target = Loop.open();
		int http = target.listen(host, loop -> new HttpTarget());
		InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), http);
		int forwarder = proxy.listen(host, loop -> new Forwarder(loop, here));
		BulkTarget bulk = BulkTarget.listen(host);
		start("proxy", proxy);
		start("target", target);
		start("bulk", bulk);
		System.out.printf("%d %d %d %d %d%n", none, password, http, bulk.port(), forwarder);
		while (System.in.read() >= 0) {
			// Whoever started it is still there.
		}
		System.exit(0);
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
