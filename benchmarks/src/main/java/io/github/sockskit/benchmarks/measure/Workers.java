package io.github.sockskit.benchmarks.measure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads of a scenario.
 *
 * @param count how many work at once
 * @param virtual whether they are virtual (JDK 21 and newer)
 */
public record Workers(int count, boolean virtual) {

	/**
	 * Threads of the system.
	 * @param count how many
	 * @return the kind of workers
	 */
	public static Workers platform(int count) {
		return new Workers(count, false);
	}

	/**
	 * Virtual threads.
	 * @param count how many
	 * @return the kind of workers
	 */
	public static Workers virtual(int count) {
		return new Workers(count, true);
	}

	ExecutorService start() {
		if (!virtual) {
			return Executors.newFixedThreadPool(count);
		}
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "%d %sthread%s".formatted(count, virtual ? "virtual " : "", (count == 1) ? "" : "s");
	}

}
