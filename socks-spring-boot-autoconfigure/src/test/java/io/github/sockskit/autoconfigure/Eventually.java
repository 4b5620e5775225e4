package io.github.sockskit.autoconfigure;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What another thread is about to do.
 */
final class Eventually {

	private static final Duration LIMIT = Duration.ofSeconds(5);

	private Eventually() {
	}

	static <T> void assertThat(Supplier<T> value, Predicate<T> condition) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!condition.test(value.get())) {
			if (System.nanoTime() - end > 0) {
				throw new AssertionError("still " + value.get() + " after " + LIMIT);
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

}
