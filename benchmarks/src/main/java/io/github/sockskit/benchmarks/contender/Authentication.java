package io.github.sockskit.benchmarks.contender;

/** What the proxy asks for. */
public enum Authentication {

	/** Nothing. */
	NONE("none"),

	/** A user name and a password (RFC 1929). */
	PASSWORD("password");

	/** The user name that the proxy knows. */
	public static final String USER = "benchmark";

	/** Its password. */
	public static final String PASSWORD_OF_USER = "between-us-two";

	private final String label;

	Authentication(String label) {
		this.label = label;
	}

	@Override
	public String toString() {
		return label;
	}

}
