package io.github.sockskit.internal.transport;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for I/O, mostly for long, and keeps no JVM alive: a virtual one
 * where there are such, JDK 21 and newer.
 */
public final class DaemonThread {

	private static final @Nullable MethodHandle START_VIRTUAL = startVirtual();

	private DaemonThread() {
	}

	private static @Nullable MethodHandle startVirtual() {
		if (Runtime.version().feature() < 21) {
			return null;
		}
		try {
			return MethodHandles.publicLookup()
				.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static void start(String name, Runnable task) {
		if (START_VIRTUAL == null) {
			Thread thread = new Thread(null, task, name, 0, false);
			thread.setDaemon(true);
			thread.start();
			return;
		}
		Runnable named = () -> {
			Thread.currentThread().setName(name);
			task.run();
		};
		try {
			START_VIRTUAL.invoke(named);
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
