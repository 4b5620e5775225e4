package io.github.sockskit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.sockskit.BlockingDriver.Until;
import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.transport.DaemonThread;
import org.jspecify.annotations.Nullable;

/**
 * A dial step by step beside one on trial, on a thread and a connection of its own,
 * within the same deadline. It wins with any answer that it gets first, and then drops
 * the trial's connection, which ends the wait for that.
 */
final class SideDial implements AutoCloseable {

	/**
	 * How it ended.
	 *
	 * @param failure {@code null} if the request was granted
	 */
	record Result(Ending ending, Handshake handshake, @Nullable IOException failure) {
	}

	/** For a dial that ends with the deadline to say so. */
	private static final long IN_TIME = TimeUnit.MILLISECONDS.toNanos(100);

	private final Dial dial;

	private final Transport trial;

	private final Transport transport;

	private final AtomicBoolean decided = new AtomicBoolean();

	private final CompletableFuture<Result> result = new CompletableFuture<>();

	private boolean taken;

	private SideDial(Dial dial, Transport trial, Transport transport) {
		this.dial = dial;
		this.trial = trial;
		this.transport = transport;
	}

	static SideDial start(Dial dial, Transport trial) throws IOException {
		SideDial side = new SideDial(dial, trial, trial.beside());
		DaemonThread.start("socks-side-dial", side::run);
		return side;
	}

	private void run() {
		try {
			Result end = end();
			if (end.ending().isAnswer() && decided.compareAndSet(false, true)) {
				trial.drop(); // before there is a result, with which it goes on
				result.complete(end);
			}
			else {
				transport.close();
				result.complete(end);
			}
		}
		catch (Throwable ex) {
			transport.close();
			result.completeExceptionally(ex);
		}
	}

	private Result end() {
		Handshake handshake = dial.another();
		try {
			Socket connection = dial.connect(transport);
			dial.shakeHands(handshake, Until.OVER, transport, connection, dial.deadline());
			return new Result(Ending.GRANTED, handshake, null);
		}
		catch (IOException ex) {
			return new Result(dial.ending(ex, handshake), handshake, ex);
		}
	}

	/** Decides for the trial, unless this dial has won. */
	boolean isBeaten() {
		return decided.compareAndSet(false, true);
	}

	/**
	 * Waits for the end, which the deadline sees to, if this dial has got a thread:
	 * virtual ones that are pinned may not leave it a processor. Closing the trial's
	 * transport ends this dial.
	 * @return {@code null} if it has not ended though the deadline was passed
	 * @throws SocketException if the thread was interrupted
	 */
	@Nullable Result await() throws SocketException {
		try {
			return result.get(dial.deadline().nanosLeft() + IN_TIME, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SocketException("Closed by interrupt");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("the dial beside the trial failed", ex.getCause());
		}
	}

	/** Gives the trial's transport the connection. */
	void handOver() throws IOException {
		taken = true;
		trial.takeOver(transport);
	}

	@Override
	public void close() {
		if (!taken) {
			transport.close();
		}
	}

}
