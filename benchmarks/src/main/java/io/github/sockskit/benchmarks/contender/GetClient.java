package io.github.sockskit.benchmarks.contender;

import java.io.IOException;

/** Does a GET over a fresh tunnel through one proxy. Thread-safe. */
@FunctionalInterface
public interface GetClient extends AutoCloseable {

	/**
	 * A GET that is answered with 200 and a body that is read; the connection is closed.
	 * The proxy looks up the name.
	 * @param host name or literal of the target
	 * @param port its port
	 * @throws Exception if there was no such answer
	 */
	void get(String host, int port) throws Exception;

	@Override
	default void close() throws IOException {
	}

}
