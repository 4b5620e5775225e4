package io.github.sockskit.interop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Something that comes true, sooner or later.
 */
final class Condition {

	private Condition() {
	}

	/**
	 * Waits for it.
	 * @return whether it came true within the limit
	 */
	static boolean within(Duration limit, BooleanSupplier condition) {
		long start = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - start > limit.toNanos()) {
				return false;
			}
			LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
		}
		return true;
	}

}
