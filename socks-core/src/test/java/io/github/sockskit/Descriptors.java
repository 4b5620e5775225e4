package io.github.sockskit;

import java.io.File;
import java.time.Duration;

import static io.github.sockskit.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file descriptors of this process.
 */
public final class Descriptors {

	private static final int TIMES = 10;

	/** What may leave some open. */
	public interface Action {

		void run() throws Exception;

	}

	private Descriptors() {
	}

	/**
	 * Does something many times over, and waits until fewer descriptors have come than
	 * one each time: the JVM opens one now and then by itself.
	 */
	public static void assertNoneLeftBy(Action action) throws Exception {
		action.run(); // what is loaded and opened once is not a leak
		int before = count();
		for (int i = 0; i < TIMES; i++) {
			action.run();
		}
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(count()).as("descriptors").isLessThan(before + TIMES));
	}

	private static int count() {
		return new File("/proc/self/fd").list().length;
	}

}
