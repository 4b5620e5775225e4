package io.github.sockskit.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

/**
 * Where it was measured.
 *
 * @param javas the JDKs that took part
 * @param load processes that wanted a processor before it began, on average of a minute
 */
public record Machine(List<String> javas, double load) {

	/**
	 * What else the machine has to do; to be read before the benchmarks begin.
	 * @return its load average, negative if it does not tell
	 */
	public static double currentLoad() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	String markdown() {
		return """
				| | |
				| --- | --- |
				| Date | %s |
				| Processors | %d × %s |
				| Load before | %s |
				| Memory | %s |
				| System | %s %s %s |
				| JDK | %s |
				""".formatted(LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(),
				field("/proc/cpuinfo", "model name"), Figures.of(load), memory(), System.getProperty("os.name"),
				System.getProperty("os.version"), System.getProperty("os.arch"), String.join("; ", javas));
	}

	private static String memory() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
				? "%.0f GiB".formatted(system.getTotalMemorySize() / 0x1p30) : "unknown";
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
