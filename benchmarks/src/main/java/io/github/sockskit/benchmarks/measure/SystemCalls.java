package io.github.sockskit.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;
import io.github.sockskit.benchmarks.server.ServerProcess;
import org.jspecify.annotations.Nullable;

/** What the kernel is asked for on the connection to the proxy. */
public final class SystemCalls implements Measure {

	private static final String TRACED = "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,"
			+ "poll,ppoll,epoll_ctl,fcntl,ioctl,setsockopt,getsockopt,getsockname,getpeername,shutdown,close,dup2,dup3";

	/** Dials of a fresh client that may differ from those that follow. */
	private static final int FIRST = 10;

	private static final Metric WRITES = new Metric("writes", "calls");

	private static final Metric READS = new Metric("reads", "calls");

	private static final Metric OTHERS = new Metric("others", "calls");

	@Override
	public String name() {
		return "calls";
	}

	@Override
	public String title() {
		return "System calls per dial";
	}

	@Override
	public String description() {
		return """
				Seen by strace on the connection to the proxy, from when it is connected to when it is closed. Reads \
				that found nothing yet, and polls, depend on time and are left out.""";
	}

	@Override
	public @Nullable String obstacle() {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
			.anyMatch(directory -> Files.isExecutable(Path.of(directory, "strace"))) ? null : "there is no strace";
	}

	@Override
	public List<Goal> goals() {
		String ours = TunnelContender.STEPWISE.toString();
		String ahead = TunnelContender.ADAPTIVE.toString();
		String none = Authentication.NONE.toString();
		String password = Authentication.PASSWORD.toString();
		return List.of(Goal.atMost(2, none, ours, WRITES), Goal.atMost(3, none, ours, READS),
				Goal.atMost(3, password, ours, WRITES), Goal.atMost(4, password, ours, READS),
				Goal.atMost(1, none, ahead, WRITES), Goal.atMost(1, password, ahead, WRITES));
	}

	@Override
	public void run(Scale scale, Samples samples) throws Exception {
		Path trace = Files.createTempFile("calls", ".strace");
		try (ServerProcess server = ServerProcess.start()) {
			for (Authentication authentication : Authentication.values()) {
				ProxyAccess proxy = server.proxy(authentication);
				for (TunnelContender contender : TunnelContender.all(authentication)) {
					trace(contender, proxy, FIRST + scale.pick(10, 100), trace);
					for (CallTrace dial : CallTrace.read(trace, proxy.address().getPort(), FIRST)) {
						String scenario = authentication.toString();
						samples.add(scenario, contender.toString(), WRITES, dial.writes());
						samples.add(scenario, contender.toString(), READS, dial.reads());
						samples.add(scenario, contender.toString(), OTHERS, dial.others());
					}
				}
			}
		}
		finally {
			Files.delete(trace);
		}
	}

	private static void trace(TunnelContender contender, ProxyAccess proxy, int dials, Path output)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of("strace", "-f", "-qq", "-yy", "-s", "0", "-e", "trace=" + TRACED, "-o", output.toString()));
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), DialProcess.class.getName()));
		command.addAll(List.of(contender.name(), proxy.host(), String.valueOf(proxy.address().getPort()),
				proxy.authentication().name(), String.valueOf(dials)));
		int status = new ProcessBuilder(command).inheritIO().start().waitFor();
		if (status != 0) {
			throw new IOException("%s, traced, ended with status %d".formatted(contender, status));
		}
	}

}
