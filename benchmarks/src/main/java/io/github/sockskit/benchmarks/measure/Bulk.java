package io.github.sockskit.benchmarks.measure;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.SocketTunnel;
import io.github.sockskit.benchmarks.contender.TunnelClient;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;

/** Many bytes through open tunnels. */
public final class Bulk implements Measure {

	private static final List<TunnelContender> CONTENDERS = List.of(TunnelContender.RAW, TunnelContender.JDK,
			TunnelContender.ADAPTIVE);

	private static final String SCENARIO = "one tunnel";

	private static final Metric UP = new Metric("to the target", "MB/s");

	private static final Metric DOWN = new Metric("from the target", "MB/s");

	private static final int CHUNK = 64 * 1024;

	/** From a target that has taken all, where nothing else is asked for. */
	private static final int ACKNOWLEDGEMENT = 1;

	private static final int MEGABYTE = 1_000_000;

	@Override
	public String name() {
		return "bulk";
	}

	@Override
	public String title() {
		return "Throughput of a tunnel";
	}

	@Override
	public String description() {
		return """
				Megabytes through a fresh tunnel, one way and then the other, by the relay to a target outside of it. \
				The tunnel of the raw bytes is a plain socket: it shows what the relay can do.""";
	}

	@Override
	public String baseline() {
		return TunnelContender.RAW.toString();
	}

	@Override
	public List<Goal> goals() {
		String ours = TunnelContender.ADAPTIVE.toString();
		return List.of(Goal.ratioAtLeast(0.95, SCENARIO, ours, baseline(), UP),
				Goal.ratioAtLeast(0.95, SCENARIO, ours, baseline(), DOWN));
	}

	@Override
	public void run(Scale scale, Samples samples) throws Exception {
		int length = scale.pick(32, 64) * MEGABYTE;
		try (ServerProcess server = ServerProcess.start()) {
			Turns.take(CONTENDERS, 2, scale.pick(11, 101), samples, (contender, into) -> {
				try (TunnelClient client = contender.through(server.proxy(Authentication.NONE))) {
					transfer(client, server.bulk(), length, contender.toString(), into);
				}
			});
		}
	}

	private static void transfer(TunnelClient client, InetSocketAddress target, int length, String contender,
			Samples samples) throws IOException {
		try (SocketTunnel tunnel = (SocketTunnel) client.open(target.getHostString(), target.getPort())) {
			samples.add(SCENARIO, contender, UP, megabytesPerSecond(tunnel, length, ACKNOWLEDGEMENT));
			samples.add(SCENARIO, contender, DOWN, megabytesPerSecond(tunnel, 0, length));
		}
	}

	/** The target has taken all, and what it gave is here. */
	private static double megabytesPerSecond(SocketTunnel tunnel, int take, int give) throws IOException {
		OutputStream out = tunnel.out();
		InputStream in = tunnel.in();
		byte[] chunk = new byte[CHUNK];
		long start = System.nanoTime();
		DataOutputStream numbers = new DataOutputStream(out);
		numbers.writeLong(take);
		numbers.writeLong(give);
		for (int left = take; left > 0; left -= CHUNK) {
			out.write(chunk, 0, Math.min(left, CHUNK));
		}
		for (int left = give; left > 0;) {
			int read = in.read(chunk, 0, Math.min(left, CHUNK));
			if (read < 0) {
				throw new IOException("cut short");
			}
			left -= read;
		}
		return (take + give) * 1e3 / (System.nanoTime() - start);
	}

}
