package io.github.sockskit.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import org.jspecify.annotations.Nullable;

/** Proxy and targets in a process of their own, so that none of their costs count. */
public final class ServerProcess implements AutoCloseable {

	/** The host of the HTTP target that answers in the proxy itself, on any port. */
	public static final String TARGET_INSIDE = SocksSession.INSIDE;

	private static final String LOOPBACK = "127.0.0.1";

	private final Process process;

	private final String host;

	private final int[] ports;

	private ServerProcess(Process process, String host, int[] ports) {
		this.process = process;
		this.host = host;
		this.ports = ports;
	}

	/**
	 * Starts it on the loopback.
	 * @return listening
	 * @throws IOException if it could not be started
	 */
	public static ServerProcess start() throws IOException {
		return start(List.of(), LOOPBACK);
	}

	/**
	 * Starts it elsewhere.
	 * @param prefix a command that runs the one that follows it, in another place
	 * @param host the literal to listen on there
	 * @return listening
	 * @throws IOException if it could not be started
	 */
	public static ServerProcess start(List<String> prefix, String host) throws IOException {
		List<String> command = new ArrayList<>(prefix);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC",
				"-cp", System.getProperty("java.class.path"), BenchmarkServer.class.getName(), host));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
		@Nullable String line = output.readLine();
		if (line == null) {
			throw new IOException("the server did not start");
		}
		return new ServerProcess(process, host,
				List.of(line.split(" ", -1)).stream().mapToInt(Integer::parseInt).toArray());
	}

	/**
	 * The proxy.
	 * @param authentication what it shall ask for
	 * @return where it does
	 */
	public ProxyAccess proxy(Authentication authentication) {
		return new ProxyAccess(address((authentication == Authentication.NONE) ? 0 : 1), authentication);
	}

	/**
	 * An HTTP target outside the proxy, which can be reached directly, too.
	 * @return its address
	 */
	public InetSocketAddress http() {
		return address(2);
	}

	/**
	 * The target that takes and gives as many bytes as it is told.
	 * @return its address
	 */
	public InetSocketAddress bulk() {
		return address(3);
	}

	/**
	 * The way to the HTTP target through the same relay as the proxy's, without a word of
	 * SOCKS: what the relay costs.
	 * @return where it listens
	 */
	public InetSocketAddress forwarder() {
		return address(4);
	}

	private InetSocketAddress address(int index) {
		return new InetSocketAddress(host, ports[index]);
	}

	@Override
	public void close() {
		process.destroy();
	}

}
