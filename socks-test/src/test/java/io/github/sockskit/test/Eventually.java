package io.github.sockskit.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.fail;

/**
 * Waits for what another thread is about to do.
 */
final class Eventually {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private Eventually() {
	}

	static void eventually(String claim, BooleanSupplier condition) {
		long end = System.nanoTime() + LIMIT.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				fail("Not within %s: %s", LIMIT, claim);
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

}
