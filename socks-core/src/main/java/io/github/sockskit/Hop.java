package io.github.sockskit;

/**
 * A proxy, its place in a chain, and what it is asked for: what every failure names.
 *
 * @param number from 1
 */
record Hop(int number, SocksProxy proxy, HostAndPort target) {

	/** The proxy, safe to log, and its place unless that is the first. */
	@Override
	public String toString() {
		return (number > 1) ? "hop %d, %s".formatted(number, proxy) : proxy.toString();
	}

}
