package io.github.sockskit.benchmarks.server;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/** What is done when a channel of the loop is ready; attached to its key. */
@FunctionalInterface
interface Ready {

	/** A failure closes the channel. */
	void ready(SelectionKey key) throws IOException;

}
