package io.github.sockskit.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

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
	 * @param scale how long to measure
	 * @return what measures it
	 */
	public static Throughput of(String unit, Scale scale) {
		return new Throughput(unit, scale.pick(500, 3000), scale.pick(120, 300), scale.pick(3, 31));
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
		ExecutorService executor = workers.start();
		try {
			for (Subject subject : subjects) {
				slice(subject, executor, workers.count(), warmUpMillis);
			}
			Turns.take(subjects, 1, rounds, samples, (subject, into) -> {
				Meter before = Meter.read();
				long count = slice(subject, executor, workers.count(), sliceMillis);
				Meter used = Meter.read().since(before);
				into.add(scenario, subject.name(), rate, count * 1e9 / used.nanos());
				into.add(scenario, subject.name(), cpu, used.cpuNanos() / 1e3 / count);
				into.add(scenario, subject.name(), allocation, (double) used.allocatedBytes() / count);
			});
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static long slice(Subject subject, ExecutorService executor, int workers, long millis) throws Exception {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		List<Future<Long>> counts = new ArrayList<>();
		for (int i = 0; i < workers; i++) {
			counts.add(executor.submit(() -> work(subject.action(), end)));
		}
		long sum = 0;
		for (Future<Long> count : counts) {
			try {
				sum += count.get();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(subject.name() + " failed", ex.getCause());
			}
		}
		return sum;
	}

	private static long work(Subject.Action action, long end) throws Exception {
		long count = 0;
		do {
			action.run();
			count++;
		}
		while (System.nanoTime() - end < 0);
		return count;
	}

}
