package io.github.sockskit.benchmarks.contender;

import java.net.InetSocketAddress;

/**
 * The proxy, as every contender is told of it.
 *
 * @param address where it listens
 * @param authentication what it asks for there
 */
public record ProxyAccess(InetSocketAddress address, Authentication authentication) {

	/** A budget for all contenders: never reached, but watched over by each. */
	public static final int TIMEOUT_MILLIS = 10_000;

	/**
	 * Whether there are credentials.
	 * @return whether to offer a user name and a password
	 */
	public boolean withPassword() {
		return authentication == Authentication.PASSWORD;
	}

	/**
	 * The host.
	 * @return a literal
	 */
	public String host() {
		return address.getAddress().getHostAddress();
	}

}
