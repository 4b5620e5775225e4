package io.github.sockskit.benchmarks.measure;

/**
 * One of those that take turns.
 *
 * @param name in the report
 * @param action what it does again and again, in any number of threads
 */
public record Subject(String name, Action action) {

	/** Something that is counted. */
	@FunctionalInterface
	public interface Action {

		/**
		 * Does it once.
		 * @throws Exception if it failed: then there is nothing to compare
		 */
		void run() throws Exception;

	}

}
