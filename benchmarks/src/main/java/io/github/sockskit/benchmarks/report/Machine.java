package io.github.sockskit.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Where it was measured.
 *
 * @param javas the JDKs that took part
 */
public record Machine(List<String> javas) {

	String markdown() {
		return """
				| | |
				| --- | --- |
				| Date | %s |
				| Processors | %d × %s |
				| Memory | %s |
				| System | %s %s %s |
				| JDK | %s |
				""".formatted(LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(),
				field("/proc/cpuinfo", "model name"), field("/proc/meminfo", "MemTotal"), System.getProperty("os.name"),
				System.getProperty("os.version"), System.getProperty("os.arch"), String.join("; ", javas));
	}

	/** A field of one of Linux's files; other systems do without. */
	private static String field(String file, String name) {
		try {
			return Files.readAllLines(Path.of(file))
				.stream()
				.filter(line -> line.startsWith(name))
				.map(line -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
