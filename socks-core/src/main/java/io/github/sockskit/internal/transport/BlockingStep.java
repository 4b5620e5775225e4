package io.github.sockskit.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.protocol.HandshakeException;

/**
 * One dial's wait for a step of its authentication that asks somebody else, such as a
 * KDC, which can be given up. Such calls know no deadline, so the step is taken on
 * another thread that is left behind.
 */
public final class BlockingStep implements Closeable {

	private static final Executor THREADS = Lookup.threads("socks-authentication");

	private final CompletableFuture<ByteBuffer> result = new CompletableFuture<>();

	private BlockingStep() {
	}

	/** Starts to take the handshake's output, which nobody else may touch meanwhile. */
	public static BlockingStep of(Handshake handshake) {
		BlockingStep step = new BlockingStep();
		THREADS.execute(() -> step.take(handshake));
		return step;
	}

	private void take(Handshake handshake) {
		if (result.isDone()) {
			return;
		}
		try {
			result.complete(handshake.output());
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
		}
	}

	/**
	 * Waits for the output.
	 * @throws HandshakeException if there is none
	 * @throws SocketTimeoutException if the deadline was passed
	 * @throws SocketException if the thread was interrupted or the wait cancelled
	 */
	public ByteBuffer await(Deadline deadline) throws IOException, HandshakeException {
		try {
			return result.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new SocketTimeoutException(
					"what the authentication asks for on this side took longer than " + deadline.shown());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SocketException("Closed by interrupt");
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			if (cause instanceof HandshakeException failure) {
				throw failure;
			}
			if (cause instanceof SocketException cancelled) {
				throw cancelled;
			}
			throw new IllegalStateException("the authentication method failed", cause);
		}
	}

	/** Ends the wait; without effect once there is a result. */
	@Override
	public void close() {
		result.completeExceptionally(new SocketException("Socket closed"));
	}

}
