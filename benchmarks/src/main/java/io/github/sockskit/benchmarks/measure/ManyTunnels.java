package io.github.sockskit.benchmarks.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.Tunnel;
import io.github.sockskit.benchmarks.contender.TunnelClient;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;
import org.jspecify.annotations.Nullable;

/** Ten thousand tunnels, all open at once. */
public final class ManyTunnels implements Measure {

	private static final List<TunnelContender> CONTENDERS = List.of(TunnelContender.RAW, TunnelContender.JDK,
			TunnelContender.STEPWISE, TunnelContender.ADAPTIVE);

	private static final int TUNNELS = 10_000;

	/** What else the process has open. */
	private static final int OTHER_FILES = 200;

	/** Dials of a fresh client that may differ from those that follow. */
	private static final int FIRST = 10;

	private static final Workers WORKERS = Workers.platform(32);

	private static final String SCENARIO = "10,000 tunnels, " + WORKERS;

	private static final Metric TIME = new Metric("time", "s");

	private static final Metric HEAP = new Metric("heap per tunnel", "B");

	private static final Metric FAILURES = new Metric("failures", "dials");

	@Override
	public String name() {
		return "many";
	}

	@Override
	public String title() {
		return "Many tunnels at once";
	}

	@Override
	public String description() {
		return """
				10,000 tunnels are opened and held. Heap is what a full collection leaves, less what it left before the \
				first was opened.""";
	}

	@Override
	public @Nullable String obstacle() {
		boolean enough = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
				&& system.getMaxFileDescriptorCount() >= TUNNELS + OTHER_FILES;
		return enough ? null
				: "a process may not have %d files open; raise `ulimit -n`".formatted(TUNNELS + OTHER_FILES);
	}

	@Override
	public List<Goal> goals() {
		List<Goal> goals = new ArrayList<>();
		for (TunnelContender mode : List.of(TunnelContender.STEPWISE, TunnelContender.ADAPTIVE)) {
			String ours = mode.toString();
			goals.add(Goal.atMost(0, SCENARIO, ours, FAILURES));
			goals.add(Goal.ratioAtMost(1.0, SCENARIO, ours, baseline(), TIME));
			goals.add(Goal.ratioAtMost(1.0, SCENARIO, ours, baseline(), HEAP));
		}
		return goals;
	}

	@Override
	public void run(Scale scale, Samples samples) throws Exception {
		ExecutorService executor = WORKERS.start();
		try (ServerProcess server = ServerProcess.start()) {
			Turns.take(CONTENDERS, 1, scale.pick(1, 11), samples, (contender, into) -> {
				try (TunnelClient client = contender.through(server.proxy(Authentication.NONE))) {
					hold(client, executor, contender.toString(), into);
				}
			});
		}
		executor.shutdown();
	}

	private static void hold(TunnelClient client, ExecutorService executor, String contender, Samples samples)
			throws Exception {
		for (int i = 0; i < FIRST; i++) {
			client.open(ServerProcess.TARGET_INSIDE, 80).close();
		}
		@Nullable Tunnel[] tunnels = new @Nullable Tunnel[TUNNELS];
		AtomicInteger next = new AtomicInteger();
		AtomicInteger failures = new AtomicInteger();
		long before = heapInUse();
		long start = System.nanoTime();
		List<Future<?>> workers = new ArrayList<>();
		for (int i = 0; i < WORKERS.count(); i++) {
			workers.add(executor.submit(() -> {
				for (int index = next.getAndIncrement(); index < TUNNELS; index = next.getAndIncrement()) {
					try {
						tunnels[index] = client.open(ServerProcess.TARGET_INSIDE, 80);
					}
					catch (IOException ex) {
						failures.incrementAndGet();
					}
				}
			}));
		}
		for (Future<?> worker : workers) {
			worker.get();
		}
		samples.add(SCENARIO, contender, TIME, (System.nanoTime() - start) / 1e9);
		samples.add(SCENARIO, contender, HEAP, (double) (heapInUse() - before) / TUNNELS);
		samples.add(SCENARIO, contender, FAILURES, failures.get());
		for (Tunnel tunnel : tunnels) {
			if (tunnel != null) {
				tunnel.close();
			}
		}
	}

	private static long heapInUse() {
		// A second collection takes what the first has made the cleaners let go of.
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
