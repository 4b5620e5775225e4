package io.github.sockskit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * One dial's wait for a look-up on this side, which can be given up. The JDK's look-up
 * cannot be timed out or interrupted, so it runs on another thread that is left behind: a
 * platform thread, since it would pin a virtual one to its carrier. Dials that want the
 * same name at the same time share one.
 */
final class Lookup {

	/** For what the JDK cannot time out: whoever waits for it may leave it behind. */
	static final Executor THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (task) -> {
				Thread thread = new Thread(null, task, "socks-helper", 0, false);
				thread.setDaemon(true);
				return thread;
			});

	private static final ConcurrentMap<String, CompletableFuture<InetAddress[]>> UNDER_WAY = new ConcurrentHashMap<>();

	private final String name;

	private final CompletableFuture<InetAddress[]> result;

	private Lookup(String name, CompletableFuture<InetAddress[]> result) {
		this.name = name;
		this.result = result;
	}

	/** Starts a look-up, or joins the one under way. */
	static Lookup of(String name) {
		CompletableFuture<InetAddress[]> started = new CompletableFuture<>();
		CompletableFuture<InetAddress[]> underWay = UNDER_WAY.putIfAbsent(name, started);
		if (underWay == null) {
			THREADS.execute(() -> resolve(name, started));
			underWay = started;
		}
		return new Lookup(name, underWay.copy());
	}

	private static void resolve(String name, CompletableFuture<InetAddress[]> result) {
		try {
			result.complete(InetAddress.getAllByName(name));
		}
		catch (Throwable ex) {
			result.completeExceptionally(ex);
		}
		finally {
			UNDER_WAY.remove(name, result);
		}
	}

	/**
	 * Waits for the result.
	 * @throws UnknownHostException if there is no such name here
	 * @throws SocketTimeoutException if the deadline was passed
	 * @throws SocketException if the thread was interrupted or the wait cancelled
	 */
	InetAddress[] await(Deadline deadline) throws IOException {
		try {
			return result.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new SocketTimeoutException("looking up %s took longer than %s".formatted(name, deadline.shown()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SocketException("Closed by interrupt");
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() instanceof CompletionException wrapper) ? wrapper.getCause()
					: ex.getCause();
			if (cause instanceof SocketException cancelled) {
				throw cancelled;
			}
			throw unknownHost(cause);
		}
	}

	/** Made anew for each waiting thread, whose stack it then shows. */
	private UnknownHostException unknownHost(@Nullable Throwable cause) {
		UnknownHostException unknown = new UnknownHostException(name);
		unknown.initCause(cause);
		return unknown;
	}

	/** Ends the wait; without effect once there is a result. */
	void cancel() {
		result.completeExceptionally(new SocketException("Socket closed"));
	}

}
