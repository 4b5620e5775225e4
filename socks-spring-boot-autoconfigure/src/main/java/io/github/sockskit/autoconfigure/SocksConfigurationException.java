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
	 * A property is wrong, as the core found out, whose messages show no credentials.
	 */
	static SocksConfigurationException property(String property, IllegalArgumentException reason, String action) {
		return new SocksConfigurationException(describe(property, reason.getMessage()), action, reason);
	}

	private static String describe(String property, @Nullable String reason) {
		return "The configuration property '%s' cannot be used: %s.".formatted(property, reason);
	}

}
