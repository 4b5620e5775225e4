package io.github.sockskit.benchmarks.report;

/**
 * A quantity.
 *
 * @param name heads its column
 * @param unit follows in brackets
 */
public record Metric(String name, String unit) {

	@Override
	public String toString() {
		return "%s [%s]".formatted(name, unit);
	}

}
