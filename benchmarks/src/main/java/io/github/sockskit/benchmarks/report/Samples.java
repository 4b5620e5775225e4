package io.github.sockskit.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What was seen, in the order in which it came. The n-th sample of one contender stands
 * beside the n-th of another: they were taken in the same round.
 */
public final class Samples {

	private final Map<Key, List<Double>> values = new LinkedHashMap<>();

	/**
	 * Adds one.
	 * @param scenario under which conditions; heads a table
	 * @param contender whose it is
	 * @param metric what it is
	 * @param value in the metric's unit
	 */
	public void add(String scenario, String contender, Metric metric, double value) {
		values.computeIfAbsent(new Key(scenario, contender, metric), key -> new ArrayList<>()).add(value);
	}

	/**
	 * Adds those of another process or thread, after those that are there.
	 * @param others in their order
	 */
	public void addAll(Samples others) {
		others.values
			.forEach((key, samples) -> values.computeIfAbsent(key, unused -> new ArrayList<>()).addAll(samples));
	}

	/**
	 * Their middle.
	 * @param scenario the conditions
	 * @param contender whose
	 * @param metric what
	 * @return {@code null} if there are none
	 */
	public @Nullable Quartiles quartiles(String scenario, String contender, Metric metric) {
		List<Double> samples = values.get(new Key(scenario, contender, metric));
		return (samples != null) ? Quartiles.of(array(samples)) : null;
	}

	/**
	 * The middle of the ratios of two contenders, round by round.
	 * @param scenario the conditions
	 * @param contender whose samples are divided
	 * @param baseline by whose
	 * @param metric what
	 * @return {@code null} if there are none to compare
	 */
	public @Nullable Quartiles ratios(String scenario, String contender, String baseline, Metric metric) {
		List<Double> samples = values.get(new Key(scenario, contender, metric));
		List<Double> others = values.get(new Key(scenario, baseline, metric));
		if (samples == null || others == null) {
			return null;
		}
		double[] ratios = new double[Math.min(samples.size(), others.size())];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = samples.get(i) / others.get(i);
		}
		return Quartiles.of(ratios);
	}

	Set<String> scenarios() {
		return values.keySet().stream().map(Key::scenario).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	Set<String> contenders(String scenario) {
		return values.keySet()
			.stream()
			.filter(key -> key.scenario().equals(scenario))
			.map(Key::contender)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	Set<Metric> metrics(String scenario) {
		return values.keySet()
			.stream()
			.filter(key -> key.scenario().equals(scenario))
			.map(Key::metric)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Writes them for another process.
	 * @param file a line per contender and metric
	 * @throws IOException if it cannot be written
	 */
	public void write(Path file) throws IOException {
		List<String> lines = new ArrayList<>();
		values
			.forEach((key, samples) -> lines.add(String.join("\t", key.scenario(), key.contender(), key.metric().name(),
					key.metric().unit(), samples.stream().map(String::valueOf).collect(Collectors.joining(" ")))));
		Files.write(file, lines);
	}

	/**
	 * Reads what another process wrote.
	 * @param file the file
	 * @return the samples
	 * @throws IOException if it cannot be read
	 */
	public static Samples read(Path file) throws IOException {
		Samples samples = new Samples();
		for (String line : Files.readAllLines(file)) {
			String[] fields = line.split("\t", -1);
			Metric metric = new Metric(fields[2], fields[3]);
			Arrays.stream(fields[4].split(" ", -1))
				.mapToDouble(Double::parseDouble)
				.forEach(value -> samples.add(fields[0], fields[1], metric, value));
		}
		return samples;
	}

	private static double[] array(List<Double> samples) {
		return samples.stream().mapToDouble(Double::doubleValue).toArray();
	}

	private record Key(String scenario, String contender, Metric metric) {

	}

}
