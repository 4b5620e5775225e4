package io.github.sockskit;

import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Runs what blocks, each in a thread of its own: the common pool may have just one.
 */
final class Background {

	private Background() {
	}

	/** What an action will have failed with, {@code null} if it succeeded. */
	static CompletableFuture<Throwable> failureOf(ThrowingCallable action) {
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread thread = new Thread(() -> failure.complete(catchThrowable(action)), "test-background");
		thread.setDaemon(true);
		thread.start();
		return failure;
	}

}
