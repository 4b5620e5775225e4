package io.github.sockskit.benchmarks.contender;

/** What the GETs of all clients have in common. */
final class Gets {

	static final String CONNECTION = "Connection";

	static final String CLOSE = "close";

	private static final int OK = 200;

	private Gets() {
	}

	static String uri(String host, int port) {
		return "http://%s:%d/".formatted(host, port);
	}

	static void requireOk(int status) {
		if (status != OK) {
			throw new IllegalStateException("answered with status " + status);
		}
	}

}
