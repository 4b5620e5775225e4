package io.github.sockskit.benchmarks.measure;

/** How long to measure. */
public enum Scale {

	/** All measures within three minutes, for a glance. */
	QUICK("A quick run, for a glance: too few and too short slices to say that a goal is met or not."),

	/** As long as figures to show need. */
	FULL("How these figures came about, and how to get your own: [README.md](README.md).");

	private final String remark;

	Scale(String remark) {
		this.remark = remark;
	}

	/**
	 * What to tell about figures of this scale.
	 * @return a sentence of Markdown
	 */
	public String remark() {
		return remark;
	}

	/**
	 * A number that depends on it.
	 * @param quick for a glance
	 * @param full for figures to show
	 * @return one of the two
	 */
	public int pick(int quick, int full) {
		return (this == QUICK) ? quick : full;
	}

}
