package io.github.sockskit.benchmarks.link;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces with a lane between them for each round trip asked for: in a
 * lane every packet, TCP's SYN included, takes half of it. Nothing else can be reached
 * from either. Processes are started into one or the other; what they say on loopback
 * stays in their namespace, without delay.
 *
 * <p>
 * The namespaces have no names and belong to a process that ends with this one, so the
 * kernel removes them however the benchmarks end, once the processes in them are gone.
 * Needs Linux, root, {@code /dev/net/tun}, {@code ip}, {@code nsenter} and
 * {@code python3}.
 */
public final class DelayedLink implements AutoCloseable {

	private final Process carrier;

	private final String near;

	private final String far;

	private DelayedLink(Process carrier, String near, String far) {
		this.carrier = carrier;
		this.near = near;
		this.far = far;
	}

	/**
	 * Opens a link.
	 * @param roundTrips milliseconds, 0 to 255, each once; 0 for a lane that only has the
	 * cost of the carrying
	 * @return the link, with its lanes up
	 * @throws IOException if this machine or user cannot; the reason is what the carrying
	 * process said
	 */
	public static DelayedLink open(int... roundTrips) throws IOException {
		List<String> command = new ArrayList<>(List.of("python3", "-c", source()));
		Arrays.stream(roundTrips).mapToObj(Integer::toString).forEach(command::add);
		Process carrier = new ProcessBuilder(command).redirectErrorStream(true).start();
		BufferedReader output = carrier.inputReader(StandardCharsets.UTF_8);
		String near = output.readLine();
		String far = output.readLine();
		if (far == null || !far.startsWith("/proc/")) {
			carrier.destroy();
			String last = output.lines().reduce((far != null) ? far : String.valueOf(near), (earlier, later) -> later);
			throw new IOException("no delayed link on this machine: " + last);
		}
		return new DelayedLink(carrier, near, far);
	}

	/**
	 * The address at the far end of a lane, as the near side sees it.
	 * @param roundTrip of the lane, in milliseconds
	 * @return an IPv4 literal
	 */
	public static String farAddress(int roundTrip) {
		return "198.18.%d.2".formatted(roundTrip);
	}

	/**
	 * What to put before a command to run it on the near side.
	 * @return the beginning of a command
	 */
	public List<String> near() {
		return List.of("nsenter", "--net=" + near);
	}

	/**
	 * What to put before a command to run it on the far side.
	 * @return the beginning of a command
	 */
	public List<String> far() {
		return List.of("nsenter", "--net=" + far);
	}

	/** Ends the carrying; processes in the namespaces are those who started them's. */
	@Override
	public void close() throws IOException {
		carrier.outputWriter().close();
		try {
			if (!carrier.waitFor(5, TimeUnit.SECONDS)) {
				carrier.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			carrier.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	private static String source() throws IOException {
		try (InputStream in = DelayedLink.class.getResourceAsStream("delay.py")) {
			if (in == null) {
				throw new IOException("delay.py is not on the class path");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
