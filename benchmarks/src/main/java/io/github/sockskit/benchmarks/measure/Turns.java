package io.github.sockskit.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.sockskit.benchmarks.report.Samples;

/** Who is measured when: all in each round, and each round begins with another. */
public final class Turns {

	private Turns() {
	}

	/**
	 * Takes all turns.
	 * @param <T> what is measured
	 * @param subjects all of them
	 * @param warmUps rounds whose samples do not count
	 * @param rounds rounds whose do
	 * @param samples get what counts
	 * @param turn one turn
	 * @throws Exception as a turn does
	 */
	public static <T> void take(List<T> subjects, int warmUps, int rounds, Samples samples, Turn<T> turn)
			throws Exception {
		for (int round = 0; round < warmUps; round++) {
			for (T subject : subjects) {
				turn.take(subject, new Samples());
			}
		}
		List<T> order = new ArrayList<>(subjects);
		for (int round = 0; round < rounds; round++) {
			for (T subject : order) {
				turn.take(subject, samples);
			}
			Collections.rotate(order, -1);
		}
	}

	/**
	 * One turn.
	 *
	 * @param <T> what is measured
	 */
	@FunctionalInterface
	public interface Turn<T> {

		/**
		 * Measures once.
		 * @param subject what
		 * @param samples take what was seen
		 * @throws Exception if it failed
		 */
		void take(T subject, Samples samples) throws Exception;

	}

}
