package io.github.sockskit.test;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Where requests may go: to what is mapped and to loopback, nowhere else.
 */
final class Routes {

	private static final int ANY_PORT = -1;

	private final Map<Key, InetSocketAddress> mapped = new ConcurrentHashMap<>();

	Routes() {
	}

	Routes(Routes other) {
		this.mapped.putAll(other.mapped);
	}

	void map(String host, InetSocketAddress target) {
		put(host, ANY_PORT, target);
	}

	void map(String host, int port, InetSocketAddress target) {
		if (port < 0 || port > 0xFFFF) {
			throw new IllegalArgumentException("Port out of range: " + port);
		}
		put(host, port, target);
	}

	private void put(String host, int port, InetSocketAddress target) {
		if (target.isUnresolved() || !target.getAddress().isLoopbackAddress()) {
			throw new IllegalArgumentException("Not a loopback address, no test may leave the machine: " + target);
		}
		this.mapped.put(key(Host.parse(host).text(), port), target);
	}

	/**
	 * The address to connect to, or {@code null} if the target is out of bounds.
	 */
	@Nullable InetSocketAddress find(Host host, int port) {
		InetSocketAddress target = this.mapped.get(key(host.text(), port));
		if (target == null) {
			target = this.mapped.get(key(host.text(), ANY_PORT));
		}
		if (target != null) {
			return target;
		}
		if (host.isLoopback()) {
			return new InetSocketAddress(host.address(), port);
		}
		return isLocalhost(host) ? new InetSocketAddress(Host.LOOPBACK.address(), port) : null;
	}

	private static boolean isLocalhost(Host host) {
		String lower = host.text().toLowerCase(Locale.ROOT);
		return lower.equals("localhost") || lower.endsWith(".localhost");
	}

	private static Key key(String host, int port) {
		return new Key(host.toLowerCase(Locale.ROOT), port);
	}

	private record Key(String host, int port) {
	}

}
