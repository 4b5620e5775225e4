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
	 * The proxy for an application with the starter.
	 * @return properties, as on a command line
	 */
	public String[] properties() {
		String user = withPassword() ? "%s:%s@".formatted(Authentication.USER, Authentication.PASSWORD_OF_USER) : "";
		return new String[] { "--socks.proxy.uri=socks5://%s%s:%d?timeout=%dms".formatted(user, host(),
				address.getPort(), TIMEOUT_MILLIS), "--socks.proxy.loopback=proxy" };
	}

	/**
	 * The host.
	 * @return a literal
	 */
	public String host() {
		return address.getAddress().getHostAddress();
	}

}
