package io.github.sockskit.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalyzedException;

/**
 * A configuration that cannot work, or that would let connections go past the proxy. Boot
 * prints it as a failure analysis; neither text ever holds a credential.
 */
final class SocksConfigurationException extends FailureAnalyzedException {

	SocksConfigurationException(String description, String action) {
		super(description, action);
	}

	SocksConfigurationException(String description, String action, Throwable cause) {
		super(description, action, cause);
	}

	/**
	 * A property is wrong.
	 * @param property its full name
	 * @param reason why
	 * @param action what to write
	 */
	static SocksConfigurationException property(String property, String reason, String action) {
		return new SocksConfigurationException(describe(property, reason), action);
	}

	/**
	 * A property is wrong, as the core or Boot found out, whose messages show no
	 * credentials.
	 */
	static SocksConfigurationException property(String property, RuntimeException reason, String action) {
		return new SocksConfigurationException(describe(property, reason.getMessage()), action, reason);
	}

	/**
	 * Names are to be looked up by the proxy only, and somebody has to see addresses.
	 * @param who as a clause
	 */
	static SocksConfigurationException filterBesideRemoteDns(String who) {
		return property("socks.proxy.dns",
				"'remote' has the proxy look up all names, but %s, which has to see addresses".formatted(who),
				"Set 'socks.proxy.dns=auto', which looks names up locally for clients with a filter, "
						+ "or remove the InetAddressFilter.");
	}

	/**
	 * A client would go past the proxy.
	 * @param client a clause that says why it cannot be routed
	 * @param action what to change, as sentences
	 */
	static SocksConfigurationException unsupportedClient(String client, String action) {
		return new SocksConfigurationException(
				client + ", which cannot be routed through the SOCKS proxy; their requests would go past it.",
				action + " To let these clients connect directly, set 'socks.proxy.unsupported-clients' to 'warn' or 'ignore'.");
	}

	private static String describe(String property, @Nullable String reason) {
		return "The configuration property '%s' cannot be used: %s.".formatted(property, reason);
	}

}
