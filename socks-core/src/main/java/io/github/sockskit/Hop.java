package io.github.sockskit;

import io.github.sockskit.protocol.Command;

/**
 * A proxy, its place in a chain, and what it is asked for: what every failure names.
 *
 * @param number from 1
 */
record Hop(int number, SocksProxy proxy, Command command, HostAndPort target) {

	/** What the proxy was asked to do, behind "did not". */
	String purpose() {
		return switch (command) {
			case CONNECT -> "connect to ";
			case BIND -> "bind for ";
			case UDP_ASSOCIATE -> "associate for ";
			case RESOLVE, RESOLVE_PTR -> "resolve ";
		} + target;
	}

	/** The proxy, safe to log, and its place unless that is the first. */
	@Override
	public String toString() {
		return (number > 1) ? "hop %d, %s".formatted(number, proxy) : proxy.toString();
	}

}
