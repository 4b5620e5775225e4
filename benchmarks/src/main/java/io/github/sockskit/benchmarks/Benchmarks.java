package io.github.sockskit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.sockskit.benchmarks.measure.Bulk;
import io.github.sockskit.benchmarks.measure.Dials;
import io.github.sockskit.benchmarks.measure.FreshGets;
import io.github.sockskit.benchmarks.measure.HandshakeEngine;
import io.github.sockskit.benchmarks.measure.ManyTunnels;
import io.github.sockskit.benchmarks.measure.Latency;
import io.github.sockskit.benchmarks.measure.Measure;
import io.github.sockskit.benchmarks.measure.Requests;
import io.github.sockskit.benchmarks.measure.Scale;
import io.github.sockskit.benchmarks.measure.StartUp;
import io.github.sockskit.benchmarks.measure.SystemCalls;
import io.github.sockskit.benchmarks.report.Machine;
import io.github.sockskit.benchmarks.report.Report;
import io.github.sockskit.benchmarks.report.Samples;

/** All measures, and the command that runs them. */
public final class Benchmarks {

	/** In the order of the report. */
	private static final List<Measure> MEASURES = List.of(new Latency(), Dials.onPlatformThreads(),
			Dials.onVirtualThreads(), new FreshGets(), new Requests(), new Bulk(), new ManyTunnels(), new StartUp(),
			new SystemCalls(), new HandshakeEngine());

	private Benchmarks() {
	}

	/**
	 * Runs measures and prints the report.
	 * @param args {@code --quick}; {@code --output FILE}, which gets the report, too;
	 * names of measures, all if there are none
	 * @throws Exception if the report cannot be written; if a measure failed, it is not
	 */
	public static void main(String[] args) throws Exception {
		List<String> words = new ArrayList<>(List.of(args));
		Scale scale = words.remove("--quick") ? Scale.QUICK : Scale.FULL;
		Path output = null;
		int option = words.indexOf("--output");
		if (option >= 0) {
			words.remove(option);
			output = Path.of(words.remove(option));
		}
		List<Measure> measures = words.isEmpty() ? MEASURES : words.stream().map(Benchmarks::measure).toList();
		List<String> failed = new ArrayList<>();
		String markdown = report(measures, scale, failed);
		System.out.println(markdown);
		if (!failed.isEmpty()) {
			System.err.println("failed: " + String.join(", ", failed));
			System.exit(1);
		}
		if (output != null) {
			Files.writeString(output, markdown);
		}
	}

	static Measure measure(String name) {
		return MEASURES.stream()
			.filter(measure -> measure.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("no measure is called '%s'; there are %s".formatted(name,
					MEASURES.stream().map(Measure::name).toList())));
	}

	private static String report(List<Measure> measures, Scale scale, List<String> failed) throws InterruptedException {
		Report report = new Report();
		double load = Machine.currentLoad();
		Set<String> javas = new LinkedHashSet<>();
		for (Measure measure : measures) {
			System.err.print(measure.name());
			long start = System.nanoTime();
			Optional<Jdk> jdk = Jdk.atLeast(measure.minimumJava());
			String obstacle = jdk.isPresent() ? measure.obstacle()
					: "it needs JDK %d; set JAVA_HOME_21".formatted(measure.minimumJava());
			if (obstacle == null) {
				try {
					Samples samples = MeasureProcess.run(measure, scale, jdk.orElseThrow());
					javas.add(jdk.orElseThrow().version());
					report.measured(measure.title(), measure.description(), measure.baseline(), samples,
							measure.goals());
				}
				catch (IOException ex) {
					failed.add(measure.name());
					obstacle = "it failed: " + ex.getMessage();
				}
			}
			if (obstacle != null) {
				report.skipped(measure.title(), measure.description(), obstacle, measure.goals());
			}
			System.err.printf(": %d s%s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds(),
					(obstacle != null) ? ", skipped: " + obstacle : "");
		}
		return report.markdown(new Machine(List.copyOf(javas), load), scale.remark());
	}

}
