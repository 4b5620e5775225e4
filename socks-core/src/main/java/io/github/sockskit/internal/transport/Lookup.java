package io.github.sockskit.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One dial's wait for a look-up on this side, which can be given up. The JDK's look-up
 * cannot be timed out or interrupted, so it runs on another thread that is left behind: a
 * platform thread, since it would pin a virtual one to its carrier. Dials that want the
 * same name at the same time share one.
 */
public final class Lookup implements Closeable {

	private static final int MOST_THREADS = 64;

	private static final Executor THREADS = threads("socks-lookup");

	/** Who waits for which name. A set is touched only within an update of its entry. */
	private static final ConcurrentMap<String, Set<Lookup>> WAITING = new ConcurrentHashMap<>();

	private final String name;

	private final CompletableFuture<InetAddress[]> result = new CompletableFuture<>();

	private Lookup(String name) {
		this.name = name;
	}

	/** For what has to be left behind; know nothing of the class loader of who calls. */
	static Executor threads(String name) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(MOST_THREADS, MOST_THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(null, task, name, 0, false);
					thread.setDaemon(true);
					return thread;
				});
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	/** Starts a look-up, or joins the one under way. */
	public static Lookup of(String name) {
		Lookup lookup = new Lookup(name);
		Set<Lookup> first = new HashSet<>();
		Set<Lookup> waiting = WAITING.compute(name, (key, present) -> {
			Set<Lookup> waiters = (present != null) ? present : first;
			waiters.add(lookup);
			return waiters;
		});
		if (waiting == first) {
			try {
				THREADS.execute(() -> resolve(name));
			}
			catch (Throwable ex) {
				// No thread to be had: the next dial shall try again.
				end(name, (waiter) -> waiter.result.completeExceptionally(ex));
			}
		}
		return lookup;
	}

	private static void resolve(String name) {
		try {
			InetAddress[] found = InetAddress.getAllByName(name);
			end(name, (waiter) -> waiter.result.complete(found));
		}
		catch (Throwable ex) {
			end(name, (waiter) -> waiter.result.completeExceptionally(ex));
		}
	}

	private static void end(String name, Consumer<Lookup> outcome) {
		Set<Lookup> waiters = WAITING.remove(name);
		if (waiters != null) {
			waiters.forEach(outcome);
		}
	}

	/**
	 * Waits for the result.
	 * @throws UnknownHostException if there is no such name here
	 * @throws SocketTimeoutException if the deadline was passed
	 * @throws SocketException if the thread was interrupted or the wait cancelled
	 * @throws IOException if the look-up itself failed
	 */
	public InetAddress[] await(Deadline deadline) throws IOException {
		try {
			return result.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new SocketTimeoutException("looking up %s took too long".formatted(name));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SocketException("Closed by interrupt");
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
		finally {
			leave();
		}
	}

	private void leave() {
		WAITING.computeIfPresent(name, (key, waiters) -> {
			waiters.remove(this);
			return waiters;
		});
	}

	/** Made anew for each waiting thread, whose stack it then shows. */
	private IOException failure(@Nullable Throwable cause) {
		if (cause instanceof SocketException cancelled) {
			return cancelled;
		}
		if (cause instanceof UnknownHostException) {
			UnknownHostException unknown = new UnknownHostException("%s is unknown here".formatted(name));
			unknown.initCause(cause);
			return unknown;
		}
		return new IOException("looking up %s failed: %s".formatted(name, cause), cause);
	}

	/** Ends the wait; without effect once there is a result. */
	@Override
	public void close() {
		result.completeExceptionally(new SocketException("Socket closed"));
		leave();
	}

}
