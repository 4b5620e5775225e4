package io.github.sockskit.benchmarks.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CallTraceTests {

	private static final String FIRST = "TCP:[127.0.0.1:45288->127.0.0.1:1080]";

	private static final String SECOND = "TCPv6:[[::ffff:127.0.0.1]:45290->[::ffff:127.0.0.1]:1080]";

	@TempDir
	private Path directory;

	@Test
	void countsTheCallsOnEachConnectionToThePort() throws Exception {
		List<CallTrace> dials = read(0, "4161  write(6<%s>, \"\"..., 3) = 3".formatted(FIRST),
				"4161  read(6<%s>, 0x7f, 2) = -1 EAGAIN (Resource temporarily unavailable)".formatted(FIRST),
				"4161  poll([{fd=6<%s>, events=POLLIN}], 1, 0) = 1 ([{fd=6, revents=POLLIN}])".formatted(FIRST),
				"4161  read(6<%s>, \"\"..., 2) = 2".formatted(FIRST),
				"4161  write(7<%s>, \"\"..., 3) = 3".formatted(SECOND), "4161  close(6<%s>) = 0".formatted(FIRST),
				"4161  write(8<TCP:[127.0.0.1:45288->127.0.0.1:1081]>, \"\"..., 3) = 3",
				"4161  write(1</dev/null>, \"\"..., 3) = 3", "4161  +++ exited with 0 +++");
		assertThat(dials).extracting(CallTrace::writes).containsExactly(1, 1);
		assertThat(dials).extracting(CallTrace::reads).containsExactly(1, 0);
		assertThat(dials).extracting(CallTrace::others).containsExactly(1, 0);
	}

	@Test
	void aCallInTwoLinesIsOne() throws Exception {
		assertThat(read(0, "1  read(6<%s>,  <unfinished ...>".formatted(FIRST),
				"2  write(7<%s>, \"\"..., 3 <unfinished ...>".formatted(FIRST), "1  <... read resumed>\"\"..., 2) = 2",
				"2  <... write resumed>)         = 3"))
			.singleElement()
			.satisfies(dial -> assertThat(dial.reads() + dial.writes()).isEqualTo(2));
	}

	@Test
	void theFirstConnectionsAreLeftOut() throws Exception {
		assertThat(read(1, "1  write(6<%s>, \"\"..., 3) = 3".formatted(FIRST),
				"1  write(6<%s>, \"\"..., 3) = 3".formatted(SECOND)))
			.hasSize(1);
	}

	private List<CallTrace> read(int first, String... lines) throws Exception {
		return CallTrace.read(Files.write(directory.resolve("trace"), List.of(lines)), 1080, first);
	}

}
