package io.github.sockskit.interop;

import java.io.File;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file descriptors of this process.
 */
final class Descriptors {

	private static final int TIMES = 20;

	private Descriptors() {
	}

	/**
	 * Does something many times over, then waits for as few descriptors as there were.
	 */
	static void assertNoneLeftBy(Runnable action) {
		action.run(); // what is loaded and opened once is not a leak
		int before = count();
		for (int i = 0; i < TIMES; i++) {
			action.run();
		}
		assertThat(Condition.within(Duration.ofSeconds(5), () -> count() <= before))
			.as("%d descriptors before, %d after", before, count())
			.isTrue();
	}

	private static int count() {
		return new File("/proc/self/fd").list().length;
	}

}
