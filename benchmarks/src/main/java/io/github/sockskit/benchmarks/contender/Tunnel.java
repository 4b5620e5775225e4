package io.github.sockskit.benchmarks.contender;

import java.io.IOException;

/** An open tunnel. */
public interface Tunnel extends AutoCloseable {

	/**
	 * Sends bytes and waits until the first of an answer is there.
	 * @param request what to send
	 * @throws IOException if there was none
	 */
	void exchange(byte[] request) throws IOException;

	/** Closes it with a reset: neither side keeps a port for a while. */
	@Override
	void close() throws IOException;

}
