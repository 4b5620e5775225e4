package io.github.sockskit.benchmarks.measure;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import io.github.sockskit.benchmarks.link.DelayedLink;
import io.github.sockskit.benchmarks.report.Samples;

/**
 * The near side of {@link Latency}: a JVM in the near namespace. The lanes are used at
 * the same time, as whoever dials in one of them mostly waits.
 */
public final class LatencyProcess {

	private static final int WARM_UP_LANE = 0;

	private static final List<Integer> LANES = List.of(20, 50, 100);

	private static final int QUICK_LANE = 50;

	private LatencyProcess() {
	}

	static int[] lanes() {
		return IntStream.concat(IntStream.of(WARM_UP_LANE), LANES.stream().mapToInt(Integer::intValue)).toArray();
	}

	/**
	 * Measures and ends.
	 * @param args scale, file for the samples, ports of the two proxies and the target
	 * @throws Exception if a contender failed
	 */
	public static void main(String[] args) throws Exception {
		// Threads that the contenders' libraries keep are not to keep this process.
		Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
			failure.printStackTrace();
			System.exit(1);
		});
		Ports ports = new Ports(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
		measure(Scale.valueOf(args[0]), ports).write(Path.of(args[1]));
		System.exit(0);
	}

	private static Samples measure(Scale scale, Ports ports) throws Exception {
		for (Authentication authentication : Authentication.values()) {
			ports.course(WARM_UP_LANE, authentication).run(scale.pick(25, 500));
		}
		Samples samples = new Samples();
		for (Future<Samples> seen : start(scale, ports)) {
			samples.addAll(seen.get());
		}
		return samples;
	}

	private static List<Future<Samples>> start(Scale scale, Ports ports) throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		List<Future<Samples>> all = new ArrayList<>();
		for (int lane : (scale == Scale.QUICK) ? List.of(QUICK_LANE) : LANES) {
			// All lanes take about as long, so that each runs beside the others.
			int rounds = scale.pick(100, 1200) / lane;
			for (Authentication authentication : Authentication.values()) {
				LatencyCourse course = ports.course(lane, authentication);
				all.add(threads.submit(() -> course.run(rounds)));
			}
		}
		return all;
	}

	private record Ports(int none, int password, int http) {

		private LatencyCourse course(int lane, Authentication authentication) throws Exception {
			String host = DelayedLink.farAddress(lane);
			int port = (authentication == Authentication.NONE) ? none : password;
			return LatencyCourse.of(lane, new ProxyAccess(new InetSocketAddress(host, port), authentication),
					new InetSocketAddress(host, http));
		}

	}

}
