package io.github.sockskit.benchmarks.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.measure.Latency;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class DelayedLinkTests {

	@BeforeAll
	static void canBeOpened() {
		String obstacle = new Latency().obstacle();
		assumeTrue(obstacle == null, obstacle);
	}

	@Test
	void aConnectTakesTheRoundTripThatWasAskedFor() throws Exception {
		try (DelayedLink link = DelayedLink.open(0, 200)) {
			// Refused after a round trip, as nobody listens.
			assertThat(millisToConnect(link, 200)).isBetween(200.0, 390.0);
			assertThat(millisToConnect(link, 0)).isLessThan(200.0);
		}
	}

	/** The best of three. */
	private static double millisToConnect(DelayedLink link, int roundTrip) throws Exception {
		List<String> command = new ArrayList<>(link.near());
		command.addAll(List.of("python3", "-c", """
				import socket, sys, time
				def connect():
				    start = time.monotonic()
				    socket.socket().connect_ex((sys.argv[1], 9))
				    return (time.monotonic() - start) * 1000
				print(min(connect() for _ in range(3)))
				""", DelayedLink.farAddress(roundTrip)));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		return Double.parseDouble(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
	}

}
