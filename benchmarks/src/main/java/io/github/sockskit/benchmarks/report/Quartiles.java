package io.github.sockskit.benchmarks.report;

import java.util.Arrays;

/**
 * The middle of some values and how far they scatter.
 *
 * @param lower a quarter is below
 * @param median half is below
 * @param upper a quarter is above
 */
public record Quartiles(double lower, double median, double upper) {

	/**
	 * Of values in any order.
	 * @param values at least one
	 * @return their quartiles
	 */
	public static Quartiles of(double... values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
	}

	private static double at(double[] sorted, double fraction) {
		double position = fraction * (sorted.length - 1);
		int below = (int) position;
		int above = Math.min(below + 1, sorted.length - 1);
		return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
	}

}
