package io.github.sockskit.benchmarks.report;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What has to be seen: a figure, or its ratio to another contender's, on one side of a
 * limit.
 */
public final class Goal {

	private final String scenario;

	private final String contender;

	private final Metric metric;

	private final @Nullable String baseline;

	private final boolean atLeast;

	private final double limit;

	private Goal(String scenario, String contender, Metric metric, @Nullable String baseline, boolean atLeast,
			double limit) {
		this.scenario = scenario;
		this.contender = contender;
		this.metric = metric;
		this.baseline = baseline;
		this.atLeast = atLeast;
		this.limit = limit;
	}

	/**
	 * A figure that is not to be exceeded.
	 * @param limit in the metric's unit
	 * @param scenario the conditions
	 * @param contender whose figure
	 * @param metric what
	 * @return the goal
	 */
	public static Goal atMost(double limit, String scenario, String contender, Metric metric) {
		return new Goal(scenario, contender, metric, null, false, limit);
	}

	/**
	 * A ratio that is not to be exceeded.
	 * @param limit the ratio
	 * @param scenario the conditions
	 * @param contender whose figure
	 * @param baseline by whose it is divided
	 * @param metric what
	 * @return the goal
	 */
	public static Goal ratioAtMost(double limit, String scenario, String contender, String baseline, Metric metric) {
		return new Goal(scenario, contender, metric, baseline, false, limit);
	}

	/**
	 * A ratio that is to be reached.
	 * @param limit the ratio
	 * @param scenario the conditions
	 * @param contender whose figure
	 * @param baseline by whose it is divided
	 * @param metric what
	 * @return the goal
	 */
	public static Goal ratioAtLeast(double limit, String scenario, String contender, String baseline, Metric metric) {
		return new Goal(scenario, contender, metric, baseline, true, limit);
	}

	/** A row of the table of goals. */
	String row(Samples samples) {
		Quartiles seen = (baseline != null) ? samples.ratios(scenario, contender, baseline, metric)
				: samples.quartiles(scenario, contender, metric);
		return "| %s: %s of %s | %s %s%s | %s | %s |".formatted(scenario, metric.name(), contender, atLeast ? "≥" : "≤",
				BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString(),
				(baseline != null) ? " × " + baseline : " " + metric.unit(), (seen != null) ? "%s (%s to %s)"
					.formatted(Figures.of(seen.median()), Figures.of(seen.lower()), Figures.of(seen.upper())) : "",
				verdict(seen));
	}

	private String verdict(@Nullable Quartiles seen) {
		if (seen == null) {
			return "not measured";
		}
		boolean met = atLeast ? seen.median() >= limit : seen.median() <= limit;
		boolean noisy = seen.lower() < limit && limit < seen.upper();
		return (met ? "met" : "**not met**") + (noisy ? ", within the noise" : "");
	}

}
