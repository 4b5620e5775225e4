package io.github.sockskit.benchmarks.measure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A subject in this JVM. */
final class LocalSubject implements Subject {

	private final String name;

	private final Action action;

	/** Threads stay, or {@link Meter} would miss what they allocate. */
	private final Map<Workers, ExecutorService> executors = new HashMap<>();

	LocalSubject(String name, Action action) {
		this.name = name;
		this.action = action;
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public Slice work(Workers workers, long millis) throws Exception {
		ExecutorService executor = executors.computeIfAbsent(workers, Workers::start);
		Meter before = Meter.read();
		long end = before.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
		List<Future<Long>> counts = new ArrayList<>();
		for (int i = 0; i < workers.count(); i++) {
			counts.add(executor.submit(() -> repeat(end)));
		}
		long sum = 0;
		for (Future<Long> count : counts) {
			try {
				sum += count.get();
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(name + " failed", ex.getCause());
			}
		}
		return new Slice(sum, Meter.read().since(before));
	}

	private long repeat(long end) throws Exception {
		long count = 0;
		do {
			action.run();
			count++;
		}
		while (System.nanoTime() - end < 0);
		return count;
	}

	@Override
	public void close() {
		executors.values().forEach(ExecutorService::shutdownNow);
	}

}
