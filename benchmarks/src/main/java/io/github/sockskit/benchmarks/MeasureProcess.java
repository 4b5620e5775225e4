package io.github.sockskit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.benchmarks.measure.Measure;
import io.github.sockskit.benchmarks.measure.Scale;
import io.github.sockskit.benchmarks.report.Samples;

/**
 * One measure in a JVM of its own: what the others had compiled and left on the heap does
 * not count.
 */
public final class MeasureProcess {

	private MeasureProcess() {
	}

	/**
	 * Runs in that JVM.
	 * @param args name of the measure, scale, file for its samples
	 * @throws Exception if a contender failed
	 */
	public static void main(String[] args) throws Exception {
		// Threads that the contenders' libraries keep are not to keep this process.
		Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
			failure.printStackTrace();
			System.exit(1);
		});
		Samples samples = new Samples();
		Benchmarks.measure(args[0]).run(Scale.valueOf(args[1]), samples);
		samples.write(Path.of(args[2]));
		System.exit(0);
	}

	/** Starts that JVM and waits for its samples. */
	static Samples run(Measure measure, Scale scale, Jdk jdk) throws IOException, InterruptedException {
		Path file = Files.createTempFile("samples", ".tsv");
		try {
			List<String> command = new ArrayList<>(List.of(jdk.java(), "-cp", System.getProperty("java.class.path")));
			command.addAll(measure.javaOptions());
			command.addAll(List.of(MeasureProcess.class.getName(), measure.name(), scale.name(), file.toString()));
			Process process = new ProcessBuilder(command).inheritIO().start();
			int status = process.waitFor();
			if (status != 0) {
				throw new IOException("%s ended with status %d".formatted(measure.name(), status));
			}
			return Samples.read(file);
		}
		finally {
			Files.delete(file);
		}
	}

}
