package io.github.sockskit;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Awaits what other threads do, without the library's pause of 100 ms before the first
 * look.
 */
final class Eventually {

	private Eventually() {
	}

	static ConditionFactory await() {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(2))
			.atMost(Duration.ofSeconds(5));
	}

}
