package io.github.sockskit.benchmarks.measure;

import java.util.List;

import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.report.Goal;
import io.github.sockskit.benchmarks.report.Samples;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured, of all contenders side by side: in slices that take turns,
 * so that drift hits all alike. Runs in a JVM of its own.
 */
public interface Measure {

	/**
	 * What the command line calls it.
	 * @return a word
	 */
	String name();

	/**
	 * What the report calls it.
	 * @return a title
	 */
	String title();

	/**
	 * What is done and how to read the figures.
	 * @return a paragraph of Markdown
	 */
	String description();

	/**
	 * The JDK that it needs.
	 * @return a feature release
	 */
	default int minimumJava() {
		return 17;
	}

	/**
	 * Options for its JVM.
	 * @return as on a command line
	 */
	default List<String> javaOptions() {
		return List.of();
	}

	/**
	 * Why it cannot be measured here.
	 * @return a sentence, {@code null} if it can
	 */
	default @Nullable String obstacle() {
		return null;
	}

	/**
	 * Whose figures all others are divided by.
	 * @return a contender
	 */
	default String baseline() {
		return TunnelContender.JDK.toString();
	}

	/**
	 * What has to be seen in its samples.
	 * @return in the order of the report
	 */
	default List<Goal> goals() {
		return List.of();
	}

	/**
	 * Measures.
	 * @param scale how long
	 * @param samples takes what was seen
	 * @throws Exception if a contender failed: then there is nothing to compare
	 */
	void run(Scale scale, Samples samples) throws Exception;

}
