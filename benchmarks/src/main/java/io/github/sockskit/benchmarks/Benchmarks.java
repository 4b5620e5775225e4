package io.github.sockskit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
	 * @throws Exception if a measure failed
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
		String markdown = report(words.isEmpty() ? MEASURES : words.stream().map(Benchmarks::measure).toList(), scale);
		System.out.println(markdown);
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

	private static String report(List<Measure> measures, Scale scale) throws IOException, InterruptedException {
		Report report = new Report();
		double load = Machine.currentLoad();
		Set<String> javas = new LinkedHashSet<>();
		for (Measure measure : measures) {
			Optional<Jdk> jdk = Jdk.atLeast(measure.minimumJava());
			String obstacle = jdk.isPresent() ? measure.obstacle()
					: "it needs JDK %d; set JAVA_HOME_21".formatted(measure.minimumJava());
			if (obstacle != null) {
				report.skipped(measure.title(), measure.description(), obstacle, measure.goals());
				continue;
			}
			System.err.println(measure.title());
			javas.add(jdk.orElseThrow().version());
			report.measured(measure.title(), measure.description(), measure.baseline(),
					MeasureProcess.run(measure, scale, jdk.orElseThrow()), measure.goals());
		}
		return report.markdown(new Machine(List.copyOf(javas), load), scale.remark());
	}

}
