package io.github.sockskit.benchmarks.report;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private static final Metric DIALS = new Metric("dials", "1/s");

	private final Samples samples = new Samples();

	ReportTests() {
		add("JDK", 1000, 2000, 4000);
		add("ours", 1200, 2000, 6000);
	}

	private void add(String contender, double... values) {
		for (double value : values) {
			samples.add("one thread", contender, DIALS, value);
		}
	}

	@Test
	void ratiosAreTakenRoundByRound() {
		assertThat(samples.ratios("one thread", "ours", "JDK", DIALS)).isEqualTo(new Quartiles(1.1, 1.2, 1.35));
	}

	@Test
	void aTableHasMediansAndRatiosToTheBaseline() {
		assertThat(report()).contains("""
				### one thread

				| | dials [1/s] | × JDK |
				| --- | ---: | ---: |
				| JDK | 2,000 | 1 |
				| ours | 2,000 | 1.20 |
				""");
	}

	@Test
	void aGoalIsMetOrNotOrWithinTheNoise() {
		assertThat(report(ratio(1.05), ratio(1.3), ratio(1.5))).contains("| ≥ 1.05 × JDK | 1.20 (1.10 to 1.35) | met |",
				"| ≥ 1.3 × JDK | 1.20 (1.10 to 1.35) | **not met**, within the noise |",
				"| ≥ 1.5 × JDK | 1.20 (1.10 to 1.35) | **not met** |");
	}

	@Test
	void aGoalOfFiguresThatAreNotThereIsNotMeasured() {
		assertThat(report(Goal.atMost(1, "two threads", "ours", DIALS)))
			.contains("| two threads: dials of ours | ≤ 1 1/s |  | not measured |");
	}

	@Test
	void samplesSurviveTheWayToAnotherProcess(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("samples");
		samples.write(file);
		assertThat(report(Samples.read(file))).isEqualTo(report(samples));
	}

	private static Goal ratio(double limit) {
		return Goal.ratioAtLeast(limit, "one thread", "ours", "JDK", DIALS);
	}

	private String report(Goal... goals) {
		return report(samples, goals);
	}

	private static String report(Samples samples, Goal... goals) {
		Report report = new Report();
		report.measured("Dials", "Many of them.", "JDK", samples, List.of(goals));
		return report.markdown(new Machine(List.of("17"), 0.5), "A remark.");
	}

}
