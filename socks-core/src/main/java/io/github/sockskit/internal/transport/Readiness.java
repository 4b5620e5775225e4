package io.github.sockskit.internal.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Lets threads wait until a non-blocking channel can be read or written. Waiting in a
 * selector would pin a virtual thread to its carrier and cost descriptors per channel, so
 * one daemon thread does that for all of them, for as long as there are any.
 */
public final class Readiness {

	private static final long IDLE_MILLIS = Duration.ofSeconds(10).toMillis();

	/** Of the thread that runs, if one does; guarded by the class. */
	private static @Nullable Selector current;

	private final Semaphore readable = new Semaphore(0);

	private final Semaphore writable = new Semaphore(0);

	private final SelectionKey key;

	private Readiness(Selector selector, SocketChannel channel) throws IOException {
		this.key = channel.register(selector, 0, this);
	}

	/**
	 * For a channel that does not block.
	 * @throws IOException if it is closed
	 */
	static synchronized Readiness of(SocketChannel channel) throws IOException {
		Selector selector = current;
		if (selector == null) {
			selector = start();
		}
		return new Readiness(selector, channel);
	}

	private static Selector start() throws IOException {
		Selector selector = Selector.open();
		Thread thread = new Thread(null, () -> run(selector), "socks-unix-sockets", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		thread.start();
		current = selector;
		return selector;
	}

	private static void run(Selector selector) {
		try (selector) {
			do {
				selector.select(Readiness::tell, IDLE_MILLIS);
			}
			while (!endsIdle(selector));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static synchronized boolean endsIdle(Selector selector) {
		boolean idle = selector.keys().isEmpty();
		if (idle) {
			current = null;
		}
		return idle;
	}

	private static void tell(SelectionKey key) {
		Readiness waiting = (Readiness) key.attachment();
		try {
			int ready = key.readyOps();
			key.interestOpsAnd(~ready);
			if ((ready & SelectionKey.OP_READ) != 0) {
				waiting.readable.release();
			}
			if ((ready & SelectionKey.OP_WRITE) != 0) {
				waiting.writable.release();
			}
		}
		catch (CancelledKeyException ex) {
			waiting.channelClosed();
		}
	}

	/** Waits until the channel may be read: by one thread at a time. */
	boolean awaitReadable(long nanos) throws InterruptedException {
		return await(readable, SelectionKey.OP_READ, nanos);
	}

	/** Waits until the channel may be written: by one thread at a time. */
	boolean awaitWritable(long nanos) throws InterruptedException {
		return await(writable, SelectionKey.OP_WRITE, nanos);
	}

	/**
	 * Waits for something that may have come true already, or not.
	 * @return {@code false} if the time has passed
	 */
	private boolean await(Semaphore told, int operation, long nanos) throws InterruptedException {
		told.drainPermits();
		try {
			key.interestOpsOr(operation);
		}
		catch (CancelledKeyException ex) {
			return true;
		}
		key.selector().wakeup();
		return told.tryAcquire(nanos, TimeUnit.NANOSECONDS);
	}

	/** Ends all waits, and lets go of the descriptor, which a selector keeps open. */
	void channelClosed() {
		readable.release();
		writable.release();
		key.selector().wakeup();
	}

}
