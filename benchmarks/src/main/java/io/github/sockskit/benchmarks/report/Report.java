package io.github.sockskit.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The document: machine, goals, then a chapter per measure. */
public final class Report {

	private final List<String> goals = new ArrayList<>();

	private final StringBuilder chapters = new StringBuilder();

	/**
	 * A chapter of what was measured.
	 * @param title its title
	 * @param description a paragraph below that
	 * @param baseline whose figures the others are divided by, where it took part
	 * @param samples what was seen
	 * @param expected what had to be seen
	 */
	public void measured(String title, String description, String baseline, Samples samples, List<Goal> expected) {
		expected.forEach(goal -> goals.add(goal.row(samples)));
		chapter(title, description);
		for (String scenario : samples.scenarios()) {
			chapters.append("\n### ").append(scenario).append("\n\n");
			table(scenario, baseline, samples);
		}
	}

	/**
	 * A chapter of what was not.
	 * @param title its title
	 * @param description a paragraph below that
	 * @param reason why not
	 * @param expected what had to be seen
	 */
	public void skipped(String title, String description, String reason, List<Goal> expected) {
		expected.forEach(goal -> goals.add(goal.row(new Samples())));
		chapter(title, description);
		chapters.append("\nSkipped: ").append(reason).append('\n');
	}

	private void chapter(String title, String description) {
		chapters.append("\n## ").append(title).append("\n\n").append(description).append('\n');
	}

	private void table(String scenario, String baseline, Samples samples) {
		StringBuilder head = new StringBuilder("| |");
		StringBuilder rule = new StringBuilder("| --- |");
		Set<Metric> metrics = samples.metrics(scenario);
		for (Metric metric : metrics) {
			boolean ratio = isBaseline(samples.quartiles(scenario, baseline, metric));
			head.append(' ').append(metric).append(" |").append(ratio ? " × " + baseline + " |" : "");
			rule.append(" ---: |").append(ratio ? " ---: |" : "");
		}
		chapters.append(head).append('\n').append(rule).append('\n');
		for (String contender : samples.contenders(scenario)) {
			chapters.append("| ").append(contender).append(" |");
			for (Metric metric : metrics) {
				cell(samples.quartiles(scenario, contender, metric));
				if (isBaseline(samples.quartiles(scenario, baseline, metric))) {
					cell(samples.ratios(scenario, contender, baseline, metric));
				}
			}
			chapters.append('\n');
		}
	}

	private static boolean isBaseline(@Nullable Quartiles seen) {
		return seen != null && seen.median() != 0;
	}

	private void cell(@Nullable Quartiles seen) {
		chapters.append(' ').append((seen != null) ? Figures.of(seen.median()) : "").append(" |");
	}

	/**
	 * The whole.
	 * @param machine where it was measured
	 * @param remark what to know before reading on, a paragraph of Markdown
	 * @return Markdown
	 */
	public String markdown(Machine machine, String remark) {
		StringBuilder document = new StringBuilder("# Benchmarks\n\n");
		document.append(remark).append("\n\n").append(machine.markdown());
		if (!goals.isEmpty()) {
			document.append("""

					## Goals

					Figures are medians, in brackets the quartiles. Ratios are taken round by round, within one run. \
					With a limit between the quartiles, met or not is a matter of noise.

					| Goal | Limit | Seen | |
					| --- | --- | --- | --- |
					""");
			goals.forEach(goal -> document.append(goal).append('\n'));
		}
		return document.append(chapters).toString();
	}

}
