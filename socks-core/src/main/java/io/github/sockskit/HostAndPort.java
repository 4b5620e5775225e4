package io.github.sockskit;

import java.io.Serializable;

import io.github.sockskit.internal.protocol.EscapedText;

/**
 * A host that is <em>not</em> resolved, and a port.
 *
 * @param host name or address literal, an IPv6 literal without brackets
 * @param port 1 to 65535, or 0 where no port is meant
 */
public record HostAndPort(String host, int port) implements Serializable {

	/**
	 * Checks and normalises.
	 * @param host name or address literal; brackets around an IPv6 literal are taken off
	 * @param port 0 to 65535
	 * @throws IllegalArgumentException if the host is empty or the port out of range
	 */
	public HostAndPort {
		if (host.startsWith("[") && host.endsWith("]") && host.indexOf(':') >= 0) {
			host = host.substring(1, host.length() - 1);
		}
		if (host.isEmpty()) {
			throw new IllegalArgumentException("the host is empty");
		}
		if (port < 0 || port > 0xFFFF) {
			throw new IllegalArgumentException(
					"port %d of %s is not in 0..65535".formatted(port, EscapedText.of(host)));
		}
	}

	/**
	 * {@code host:port}, an IPv6 literal in brackets; without the port if that is 0. Safe
	 * to log: characters that are not printable are escaped.
	 */
	@Override
	public String toString() {
		String shown = EscapedText.of(host, EscapedText.LONGEST_NAME);
		return ((host.indexOf(':') < 0) ? shown : "[" + shown + "]") + ((port != 0) ? ":" + port : "");
	}

}
