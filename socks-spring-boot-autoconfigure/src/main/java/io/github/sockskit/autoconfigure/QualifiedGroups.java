package io.github.sockskit.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * The HTTP service groups that are to go through the proxy when others do not. One that
 * is named and not routed stops the start: be it misspelt, or built on a client that
 * cannot be routed, it would go past the proxy.
 */
final class QualifiedGroups implements SmartInitializingSingleton {

	private final List<String> names;

	private final HttpServiceClientProperties properties;

	private final HttpClientSettingsPropertyMapper settings;

	private final ObjectProvider<HttpServiceProxyRegistry> registry;

	private final Set<String> routed = ConcurrentHashMap.newKeySet();

	QualifiedGroups(List<String> names, HttpServiceClientProperties properties,
			HttpClientSettingsPropertyMapper settings, ObjectProvider<HttpServiceProxyRegistry> registry) {
		this.names = names;
		this.properties = properties;
		this.settings = settings;
		this.registry = registry;
	}

	boolean contains(HttpServiceGroup group) {
		return names.contains(group.name());
	}

	/**
	 * What Boot would build the client of a group with. Asked for by those who build it
	 * themselves, with a route through the proxy.
	 */
	HttpClientSettings route(HttpServiceGroup group) {
		routed.add(group.name());
		return settings.map(properties.get(group.name()));
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (names.isEmpty()) {
			return;
		}
		// Creates the clients even under lazy initialization.
		HttpServiceProxyRegistry available = registry.getIfAvailable();
		Set<String> known = new TreeSet<>((available != null) ? available.getGroupNames() : Set.of());
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i);
			if (!routed.contains(name)) {
				String property = "socks.proxy.http.groups[%d]".formatted(i);
				throw known.contains(name) ? unroutable(property, name) : unknown(property, name, known);
			}
		}
	}

	private static SocksConfigurationException unroutable(String property, String name) {
		return SocksConfigurationException.property(property,
				"the HTTP service group '%s' is built on a client that cannot be routed through the SOCKS proxy"
					.formatted(name),
				"Add org.apache.httpcomponents.client5:httpclient5 to the class path for a group of RestClients, "
						+ "io.projectreactor.netty:reactor-netty-http for one of WebClients.");
	}

	private static SocksConfigurationException unknown(String property, String name, Set<String> known) {
		return SocksConfigurationException.property(property, "there is no HTTP service group '%s'".formatted(name),
				known.isEmpty() ? "Remove it: the application has no HTTP service groups (@ImportHttpServices)."
						: "Name one of the application's groups: %s.".formatted(String.join(", ", known)));
	}

	/**
	 * For the line at start.
	 */
	@Override
	public String toString() {
		return names.isEmpty() ? "no HTTP service group" : "HTTP service groups " + String.join(", ", names);
	}

}
