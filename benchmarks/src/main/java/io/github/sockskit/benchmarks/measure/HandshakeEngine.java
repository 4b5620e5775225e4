package io.github.sockskit.benchmarks.measure;

import java.util.Locale;
import java.util.Objects;

import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link HandshakeBenchmark}, run by JMH. */
public final class HandshakeEngine implements Measure {

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	@Override
	public String name() {
		return "handshake";
	}

	@Override
	public String title() {
		return "The handshake alone";
	}

	@Override
	public String description() {
		return "Our messages, encoded and decoded in memory, by JMH: what of a dial is not the JDK's and the kernel's.";
	}

	@Override
	public void run(Scale scale, Samples samples) throws Exception {
		var options = new OptionsBuilder().include(HandshakeBenchmark.class.getName())
			.addProfiler(GCProfiler.class)
			.warmupIterations(scale.pick(2, 5))
			.warmupTime(TimeValue.milliseconds(scale.pick(500, 1000)))
			.measurementIterations(scale.pick(3, 10))
			.measurementTime(TimeValue.milliseconds(scale.pick(300, 1000)))
			.verbosity(VerboseMode.SILENT)
			.build();
		for (RunResult result : new Runner(options).run()) {
			String contender = "ours, " + result.getParams().getParam("authentication").toLowerCase(Locale.ROOT);
			samples.add("in memory", contender, new Metric("time", "ns"), result.getPrimaryResult().getScore());
			samples.add("in memory", contender, new Metric("allocated", "B"),
					Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION)).getScore());
		}
	}

}
