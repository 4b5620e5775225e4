package io.github.sockskit.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.link.DelayedLink;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;
import org.jspecify.annotations.Nullable;

/** How many round trips a fresh connection costs. */
public final class Latency implements Measure {

	static final Metric TUNNEL = new Metric("open tunnel", "round trips");

	static final Metric FIRST_BYTE = new Metric("first HTTP byte", "round trips");

	static final String DIRECT = "direct";

	private static final int GOAL_MILLIS = 50;

	@Override
	public String name() {
		return "latency";
	}

	@Override
	public String title() {
		return "Latency of a fresh connection";
	}

	@Override
	public String description() {
		return """
				Proxy and target are behind a link that delays every packet, TCP's SYN included, by half of a round \
				trip. From the start of TCP's connect to an open tunnel, and on to the first byte of the answer to a \
				GET; clients that have no bare tunnel are measured to that byte only, or rather to the end of the \
				answer's one segment. In round trips as they were asked for: what the link adds to them is in its own \
				table, seen with plain TCP connects while all is running.""";
	}

	@Override
	public @Nullable String obstacle() {
		try (DelayedLink link = DelayedLink.open(0)) {
			List<String> command = new ArrayList<>(link.near());
			command.add("true");
			Process trial = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(trial.getInputStream().readAllBytes(), Charset.defaultCharset());
			return (trial.waitFor() == 0) ? null : "nsenter does not run: " + output.strip();
		}
		catch (IOException ex) {
			return ex.getMessage();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public List<Goal> goals() {
		String none = scenario(GOAL_MILLIS, Authentication.NONE);
		String password = scenario(GOAL_MILLIS, Authentication.PASSWORD);
		String jdk = TunnelContender.JDK.toString();
		String adaptive = TunnelContender.ADAPTIVE.toString();
		String stepwise = TunnelContender.STEPWISE.toString();
		String optimistic = TunnelContender.OPTIMISTIC.toString();
		return List.of(Goal.atMost(2.1, none, adaptive, TUNNEL), Goal.atMost(2.1, password, adaptive, TUNNEL),
				Goal.atMost(2.1, none, TunnelContender.SOCKS4A.toString(), TUNNEL),
				Goal.ratioAtMost(0.70, none, adaptive, jdk, TUNNEL),
				Goal.ratioAtMost(0.53, password, adaptive, jdk, TUNNEL),
				Goal.ratioAtMost(1.02, none, stepwise, jdk, TUNNEL),
				Goal.ratioAtMost(1.02, password, stepwise, jdk, TUNNEL), Goal.atMost(2.1, none, optimistic, FIRST_BYTE),
				Goal.atMost(2.1, password, optimistic, FIRST_BYTE),
				Goal.ratioAtMost(1.03, none, optimistic, DIRECT, FIRST_BYTE),
				Goal.ratioAtMost(1.03, password, optimistic, DIRECT, FIRST_BYTE));
	}

	static String scenario(int roundTrip, Authentication authentication) {
		return "%d ms, %s".formatted(roundTrip, authentication);
	}

	@Override
	public void run(Scale scale, Samples samples) throws IOException, InterruptedException {
		Path file = Files.createTempFile("samples", ".tsv");
		try (DelayedLink link = DelayedLink.open(LatencyProcess.lanes());
				ServerProcess server = ServerProcess.start(link.far(), "0.0.0.0")) {
			List<String> command = new ArrayList<>(link.near());
			command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
					System.getProperty("java.class.path"), LatencyProcess.class.getName(), scale.name(),
					file.toString(), port(server, Authentication.NONE), port(server, Authentication.PASSWORD),
					Integer.toString(server.http().getPort())));
			int status = new ProcessBuilder(command).inheritIO().start().waitFor();
			if (status != 0) {
				throw new IOException("the near side ended with status " + status);
			}
			samples.addAll(Samples.read(file));
		}
		finally {
			Files.delete(file);
		}
	}

	private static String port(ServerProcess server, Authentication authentication) {
		return Integer.toString(server.proxy(authentication).address().getPort());
	}

}
