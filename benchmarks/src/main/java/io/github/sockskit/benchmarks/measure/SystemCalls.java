package io.github.sockskit.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
		try {
			Process trial = new ProcessBuilder("strace", "-o", "/dev/null", "true").redirectErrorStream(true).start();
			String output = new String(trial.getInputStream().readAllBytes(), Charset.defaultCharset());
			return (trial.waitFor() == 0) ? null : "strace does not run: " + output.strip();
		}
		catch (IOException ex) {
			return "strace does not run: " + ex.getMessage();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
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
		int dials = FIRST + scale.pick(10, 100);
		ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
		try (ServerProcess server = ServerProcess.start()) {
			for (Authentication authentication : Authentication.values()) {
				ProxyAccess proxy = server.proxy(authentication);
				Map<TunnelContender, Future<List<CallTrace>>> traces = new LinkedHashMap<>();
				for (TunnelContender contender : TunnelContender.all(authentication)) {
					traces.put(contender, threads.submit(() -> trace(contender, proxy, dials)));
				}
				for (var trace : traces.entrySet()) {
					add(samples, authentication, trace.getKey(), trace.getValue().get());
				}
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void add(Samples samples, Authentication authentication, TunnelContender contender,
			List<CallTrace> dials) {
		for (CallTrace dial : dials) {
			samples.add(authentication.toString(), contender.toString(), WRITES, dial.writes());
			samples.add(authentication.toString(), contender.toString(), READS, dial.reads());
			samples.add(authentication.toString(), contender.toString(), OTHERS, dial.others());
		}
	}

	private static List<CallTrace> trace(TunnelContender contender, ProxyAccess proxy, int dials)
			throws IOException, InterruptedException {
		Path trace = Files.createTempFile("calls", ".strace");
		try {
			trace(contender, proxy, dials, trace);
			List<CallTrace> seen = CallTrace.read(trace, proxy.address().getPort(), FIRST);
			if (seen.size() != dials - FIRST) {
				throw new IOException(
						"%d of %d dials of %s were seen".formatted(seen.size(), dials - FIRST, contender));
			}
			return seen;
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
