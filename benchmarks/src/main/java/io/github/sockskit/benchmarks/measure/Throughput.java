package io.github.sockskit.benchmarks.measure;

import java.util.List;

import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;

/**
 * How often per second something can be done, and what a time costs. The subjects take
 * turns in slices of a fraction of a second; each round begins with another of them.
 */
public final class Throughput {

	private final Metric rate;

	private final Metric cpu;

	private final Metric allocation;

	private final long warmUpMillis;

	private final long sliceMillis;

	private final int rounds;

	private Throughput(String unit, long warmUpMillis, long sliceMillis, int rounds) {
		this.rate = rate(unit);
		this.cpu = cpu(unit);
		this.allocation = allocation(unit);
		this.warmUpMillis = warmUpMillis;
		this.sliceMillis = sliceMillis;
		this.rounds = rounds;
	}

	/**
	 * Of something.
	 * @param unit what it is called, in the singular
	 * @param warmUpMillis how long each subject works in the scenario before it counts
	 * @param scale how long to measure
	 * @return what measures it
	 */
	public static Throughput of(String unit, long warmUpMillis, Scale scale) {
		return new Throughput(unit, warmUpMillis, scale.pick(120, 300), scale.pick(3, 25));
	}

	/**
	 * How often it is done.
	 * @param unit what it is called
	 * @return the metric
	 */
	public static Metric rate(String unit) {
		return new Metric(unit + "s", "1/s");
	}

	/**
	 * Processor time of the client's process.
	 * @param unit what it is called
	 * @return the metric
	 */
	public static Metric cpu(String unit) {
		return new Metric("CPU per " + unit, "µs");
	}

	/**
	 * Heap that the client allocates.
	 * @param unit what it is called
	 * @return the metric
	 */
	public static Metric allocation(String unit) {
		return new Metric("allocated per " + unit, "B");
	}

	/**
	 * Measures subjects side by side.
	 * @param scenario under which conditions
	 * @param subjects all of them
	 * @param workers who does it
	 * @param samples takes what was seen
	 * @throws Exception if a subject failed
	 */
	public void measure(String scenario, List<Subject> subjects, Workers workers, Samples samples) throws Exception {
		for (Subject subject : subjects) {
			subject.work(workers, warmUpMillis);
		}
		Turns.take(subjects, 1, rounds, samples, (subject, into) -> {
			Subject.Slice slice = subject.work(workers, sliceMillis);
			Meter used = slice.used();
			into.add(scenario, subject.name(), rate, slice.count() * 1e9 / used.nanos());
			into.add(scenario, subject.name(), cpu, used.cpuNanos() / 1e3 / slice.count());
			into.add(scenario, subject.name(), allocation, (double) used.allocatedBytes() / slice.count());
		});
	}

}
