package io.github.sockskit.benchmarks.measure;

/** How long to measure. */
public enum Scale {

	/** All measures within three minutes, for a glance. */
	QUICK,

	/** As long as figures to show need. */
	FULL;

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
