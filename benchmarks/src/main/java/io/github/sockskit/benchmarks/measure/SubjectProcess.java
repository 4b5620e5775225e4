package io.github.sockskit.benchmarks.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.GetClient;
import io.github.sockskit.benchmarks.contender.GetContender;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import io.github.sockskit.benchmarks.contender.TunnelClient;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.server.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * A subject in a JVM of its own: what others had compiled, have seen of types or keep
 * running in threads does not count. Idle while others have their turns.
 */
public final class SubjectProcess implements Subject {

	/** Libraries may write other lines. */
	private static final String ANSWER = "slice ";

	private static final int PORT = 80;

	private final String name;

	private final Process process;

	private final BufferedReader answers;

	private final Writer orders;

	private SubjectProcess(String name, Process process) {
		this.name = name;
		this.process = process;
		this.answers = process.inputReader(StandardCharsets.US_ASCII);
		this.orders = process.outputWriter(StandardCharsets.US_ASCII);
	}

	/**
	 * Opens tunnels and closes them.
	 * @param contender how
	 * @param proxy through which
	 * @return the subject, which may take a while to answer first
	 * @throws IOException if it could not be started
	 */
	static Subject dialling(TunnelContender contender, ProxyAccess proxy) throws IOException {
		return start(contender.toString(), Work.DIAL, contender.name(), proxy);
	}

	/**
	 * Does GETs on fresh connections.
	 * @param contender how
	 * @param proxy through which
	 * @return the subject, which may take a while to answer first
	 * @throws IOException if it could not be started
	 */
	static Subject getting(GetContender contender, ProxyAccess proxy) throws IOException {
		return start(contender.toString(), Work.GET, contender.name(), proxy);
	}

	private static Subject start(String name, Work work, String contender, ProxyAccess proxy) throws IOException {
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-cp", System.getProperty("java.class.path"), SubjectProcess.class.getName(), work.name(), contender,
				proxy.host(), String.valueOf(proxy.address().getPort()), proxy.authentication().name()))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		return new SubjectProcess(name, process);
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public Slice work(Workers workers, long millis) throws IOException {
		orders.write("%d %s %d%n".formatted(workers.count(), workers.virtual(), millis));
		orders.flush();
		@Nullable String line;
		do {
			line = answers.readLine();
			if (line == null) {
				throw new IOException(name + " failed");
			}
		}
		while (!line.startsWith(ANSWER));
		String[] fields = line.substring(ANSWER.length()).split(" ", -1);
		return new Slice(Long.parseLong(fields[0]),
				new Meter(Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3])));
	}

	@Override
	public void close() {
		process.destroy();
	}

	/**
	 * Runs in that JVM, until its standard input ends.
	 * @param args what to do, contender, host and port of the proxy, its authentication
	 * @throws Exception if it failed
	 */
	public static void main(String[] args) throws Exception {
		// Threads that the contenders' libraries keep are not to keep this process.
		Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
			failure.printStackTrace();
			System.exit(1);
		});
		ProxyAccess proxy = new ProxyAccess(new InetSocketAddress(args[2], Integer.parseInt(args[3])),
				Authentication.valueOf(args[4]));
		Subject subject = new LocalSubject(args[1], Work.valueOf(args[0]).by(args[1], proxy));
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (@Nullable
		String line = orders.readLine(); line != null; line = orders.readLine()) {
			String[] fields = line.split(" ", -1);
			Workers workers = new Workers(Integer.parseInt(fields[0]), Boolean.parseBoolean(fields[1]));
			Slice slice = subject.work(workers, Long.parseLong(fields[2]));
			System.out.println(ANSWER + "%d %d %d %d".formatted(slice.count(), slice.used().nanos(),
					slice.used().cpuNanos(), slice.used().allocatedBytes()));
		}
		System.exit(0);
	}

	private enum Work {

		DIAL {
			@Override
			Action by(String contender, ProxyAccess proxy) {
				TunnelClient client = TunnelContender.valueOf(contender).through(proxy);
				return () -> client.open(ServerProcess.TARGET_INSIDE, PORT).close();
			}
		},

		GET {
			@Override
			Action by(String contender, ProxyAccess proxy) throws Exception {
				GetClient client = GetContender.valueOf(contender).through(proxy);
				return () -> client.get(ServerProcess.TARGET_INSIDE, PORT);
			}
		};

		abstract Action by(String contender, ProxyAccess proxy) throws Exception;

	}

}
