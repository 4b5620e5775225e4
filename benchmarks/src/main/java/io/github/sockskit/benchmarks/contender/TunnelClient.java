package io.github.sockskit.benchmarks.contender;

import java.io.IOException;

/** Opens tunnels through one proxy. Thread-safe. */
@FunctionalInterface
public interface TunnelClient extends AutoCloseable {

	/**
	 * Opens a tunnel; the proxy looks up the name.
	 * @param host name or literal of the target
	 * @param port its port
	 * @return an open tunnel
	 * @throws IOException if it could not be opened within
	 * {@link ProxyAccess#TIMEOUT_MILLIS}
	 */
	Tunnel open(String host, int port) throws IOException;

	/** Ends what it keeps, such as threads. */
	@Override
	default void close() {
	}

}
