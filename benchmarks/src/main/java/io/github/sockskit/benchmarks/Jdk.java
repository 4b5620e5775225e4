package io.github.sockskit.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK on this machine.
 *
 * @param home its directory
 * @param version as its release file has it
 */
record Jdk(Path home, String version) {

	/**
	 * This one, if it is new enough, else {@code JAVA_HOME_21}, else one that is
	 * installed.
	 */
	static Optional<Jdk> atLeast(int feature) {
		return Stream
			.of(Stream.of(System.getProperty("java.home")), Stream.ofNullable(System.getenv("JAVA_HOME_21")),
					installed())
			.flatMap(homes -> homes)
			.flatMap(home -> read(Path.of(home)).stream())
			.filter(jdk -> jdk.feature() >= feature)
			.findFirst();
	}

	private static Stream<String> installed() {
		Path place = Path.of("/usr/lib/jvm");
		if (!Files.isDirectory(place)) {
			return Stream.empty();
		}
		try (Stream<Path> homes = Files.list(place)) {
			return homes.map(Path::toString).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Optional<Jdk> read(Path home) {
		Path release = home.resolve("release");
		if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
			return Optional.empty();
		}
		Properties properties = new Properties();
		try (var in = Files.newInputStream(release)) {
			properties.load(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Optional.ofNullable(properties.getProperty("JAVA_VERSION"))
			.map(version -> new Jdk(home, version.replace("\"", "")));
	}

	private int feature() {
		return Integer.parseInt(version.replaceFirst("\\D.*", ""));
	}

	String java() {
		return home.resolve("bin/java").toString();
	}

}
