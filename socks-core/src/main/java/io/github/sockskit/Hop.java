package io.github.sockskit;

import io.github.sockskit.internal.protocol.Command;
import org.jspecify.annotations.Nullable;

/**
 * A proxy, its place in a chain, and what it is asked for: what every failure names.
 *
 * @param number from 1
 * @param target {@code null} for a relay for datagrams
 */
record Hop(int number, SocksProxy proxy, Command command, @Nullable HostAndPort target) {

	/** What it is asked for, as messages have it. */
	String goal() {
		return (target != null) ? target.toString() : "a UDP relay";
	}

	/** What the proxy was asked to do, behind "did not". */
	String purpose() {
		return switch (command) {
			case CONNECT -> "connect to ";
			case BIND -> "bind for ";
			case UDP_ASSOCIATE -> "open ";
			case RESOLVE, RESOLVE_PTR -> "resolve ";
		} + goal();
	}

	/** The proxy, safe to log, and its place unless that is the first. */
	@Override
	public String toString() {
		return (number > 1) ? "hop %d, %s".formatted(number, proxy) : proxy.toString();
	}

}
