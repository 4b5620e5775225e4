package io.github.sockskit.benchmarks.measure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.sockskit.benchmarks.app.SmallApplication;
import io.github.sockskit.benchmarks.report.Metric;
import io.github.sockskit.benchmarks.report.Samples;

/** What the starter costs before an application's first request. */
public final class StartUp implements Measure {

	private static final String SCENARIO = "start of a small application";

	private static final String WITHOUT = "without the starter";

	private static final String WITH = "with the starter";

	private static final String DIFFERENCE = "the starter adds";

	private static final Metric READY = new Metric("to ready", "ms");

	private static final Metric PROCESS = new Metric("process, start to end", "ms");

	/** What only the other contenders bring: a small application has none of it. */
	private static final Pattern CONTENDERS = Pattern
		.compile("(netty|reactor|reactive|jetty|okhttp|okio|kotlin|jmh|jopt|commons-math)\\b.*");

	private static final Pattern STARTER = Pattern.compile("socks-.*");

	@Override
	public String name() {
		return "start-up";
	}

	@Override
	public String title() {
		return "Start-up of a Boot application";
	}

	@Override
	public String description() {
		return """
				The same application with one `RestClient`, with the starter and a proxy configured, and without \
				the jars of `socks-core` and `socks-spring-boot-autoconfigure`; a JVM for each start, in turns. \
				"To ready" is Spring Boot's own account up to `ApplicationReadyEvent`, without the start of the JVM.""";
	}

	@Override
	public String baseline() {
		return WITHOUT;
	}

	@Override
	public void run(Scale scale, Samples samples) throws IOException, InterruptedException {
		String with = classPath(CONTENDERS.asMatchPredicate().negate());
		String without = classPath(CONTENDERS.asMatchPredicate().or(STARTER.asMatchPredicate()).negate());
		start(with);
		start(without);
		for (int round = 0; round < scale.pick(1, 15); round++) {
			Start lean = start(without);
			Start full = start(with);
			lean.addTo(samples, WITHOUT);
			full.addTo(samples, WITH);
			full.minus(lean).addTo(samples, DIFFERENCE);
		}
	}

	private static String classPath(Predicate<String> jars) {
		return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
			.splitAsStream(System.getProperty("java.class.path"))
			.filter(entry -> jars.test(Path.of(entry).getFileName().toString()))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static Start start(String classPath) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				classPath, SmallApplication.class.getName(), "--socks.proxy.uri=socks5://127.0.0.1:1080")
			.redirectErrorStream(true)
			.start();
		List<String> output = process.inputReader(StandardCharsets.UTF_8).lines().toList();
		int status = process.waitFor();
		long end = System.nanoTime();
		double ready = output.stream()
			.filter(line -> line.startsWith(SmallApplication.READY))
			.mapToDouble(line -> Double.parseDouble(line.substring(SmallApplication.READY.length())))
			.findFirst()
			.orElseThrow(() -> new IOException(
					"no start (status %d):%n%s".formatted(status, String.join(System.lineSeparator(), output))));
		return new Start(ready, (end - begin) / 1e6);
	}

	private record Start(double ready, double process) {

		private Start minus(Start other) {
			return new Start(ready - other.ready, process - other.process);
		}

		private void addTo(Samples samples, String contender) {
			samples.add(SCENARIO, contender, READY, ready);
			samples.add(SCENARIO, contender, PROCESS, process);
		}

	}

}
