package io.github.sockskit.benchmarks.measure;

import java.io.IOException;

/** One of those that take turns. */
public interface Subject extends AutoCloseable {

	/**
	 * What the report calls it.
	 * @return a name
	 */
	String name();

	/**
	 * Does again and again what it is there for.
	 * @param workers who does it
	 * @param millis for how long
	 * @return how often, and what that took
	 * @throws Exception if it failed once: then there is nothing to compare
	 */
	Slice work(Workers workers, long millis) throws Exception;

	@Override
	default void close() throws IOException {
	}

	/** Something that is counted. */
	@FunctionalInterface
	interface Action {

		/**
		 * Does it once.
		 * @throws Exception if it failed
		 */
		void run() throws Exception;

	}

	/**
	 * A while of work.
	 *
	 * @param count how often it was done
	 * @param used what that took
	 */
	record Slice(long count, Meter used) {
	}

}
