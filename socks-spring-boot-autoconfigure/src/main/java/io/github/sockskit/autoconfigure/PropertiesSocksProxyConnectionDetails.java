package io.github.sockskit.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * The way to the proxy that the properties describe.
 */
final class PropertiesSocksProxyConnectionDetails implements SocksProxyConnectionDetails {

	private static final int DEFAULT_PORT = 1080;

	private final SocksProxyProperties properties;

	private final @Nullable SslBundles bundles;

	private volatile @Nullable SslBundle bundle;

	/**
	 * @param bundles {@code null} if the application has none
	 */
	PropertiesSocksProxyConnectionDetails(SocksProxyProperties properties, @Nullable SslBundles bundles) {
		this.properties = properties;
		this.bundles = bundles;
	}

	/**
	 * Not checked earlier: a dialer bean of the application needs no properties.
	 */
	@Override
	public SocksProxy getProxy() {
		String uri = properties.uri();
		SocksProxy proxy = StringUtils.hasText(uri) ? fromUri(uri) : fromParts();
		return properties.gssapi().use() ? GssapiLogin.to(proxy, properties.gssapi()) : proxy;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		if (bundle == null && properties.ssl().use()) {
			String name = properties.ssl().bundle();
			bundle = StringUtils.hasText(name) ? bundle(name) : SslBundle.systemDefault();
		}
		return bundle;
	}

	private SslBundle bundle(String name) {
		if (bundles == null) {
			throw SocksConfigurationException.property("socks.proxy.ssl.bundle", "the application has no SSL bundles",
					"Do not exclude SslAutoConfiguration, or define a bean of type SslBundles.");
		}
		try {
			bundles.addBundleUpdateHandler(name, (updated) -> bundle = updated);
			return bundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw SocksConfigurationException.property("socks.proxy.ssl.bundle",
					"there is no SSL bundle '%s'".formatted(name),
					"Correct the name, or describe the bundle under 'spring.ssl.bundle'.");
		}
	}

	@Override
	public List<SocksProxy> getThrough() {
		List<SocksProxy> proxies = new ArrayList<>();
		for (String uri : properties.through()) {
			String property = "socks.proxy.through[%d]".formatted(proxies.size());
			SocksProxy proxy = parse(property, uri);
			if (proxy.hasTimeout()) {
				throw SocksConfigurationException.property(property, "there is one time limit for the whole way",
						"Remove the timeout from it, and set socks.proxy.connect-timeout.");
			}
			proxies.add(proxy);
		}
		return proxies;
	}

	private SocksProxy fromUri(String uri) {
		List<String> parts = partsBesideUri();
		if (!parts.isEmpty()) {
			throw SocksConfigurationException.property("socks.proxy.uri",
					"it stands beside " + String.join(", ", parts) + ", and both describe the proxy",
					"Write everything into socks.proxy.uri, or remove it and set socks.proxy.host and the other parts.");
		}
		SocksProxy proxy = parse("socks.proxy.uri", uri);
		if (proxy.hasTimeout() && properties.connectTimeout() != null) {
			throw SocksConfigurationException.property("socks.proxy.connect-timeout",
					"socks.proxy.uri has a timeout of its own", "Remove one of the two.");
		}
		return proxy;
	}

	/** It would go out as it is: as a host to the DNS, as a password to the proxy. */
	private static void requireNoPlaceholder(String property, @Nullable String value) {
		if (value != null && value.contains("${")) {
			throw SocksConfigurationException.property(property, "it has a placeholder that nothing resolves",
					"Set the property or environment variable that it names.");
		}
	}

	private static SocksProxy parse(String property, String uri) {
		requireNoPlaceholder(property, uri);
		try {
			return SocksProxy.parse(uri);
		}
		catch (IllegalArgumentException ex) {
			throw SocksConfigurationException.property(property, ex,
					"Correct '%s': write socks5://user:password@host:port, with user and password percent-encoded."
						.formatted(SocksProxyProperties.redact(uri)));
		}
	}

	private List<String> partsBesideUri() {
		Map<String, @Nullable Object> parts = new LinkedHashMap<>();
		parts.put("socks.proxy.version", properties.version());
		parts.put("socks.proxy.host", StringUtils.hasText(properties.host()) ? properties.host() : null);
		parts.put("socks.proxy.port", properties.port());
		parts.put("socks.proxy.username", properties.username());
		parts.put("socks.proxy.password", properties.password());
		return parts.entrySet().stream().filter((part) -> part.getValue() != null).map(Entry::getKey).toList();
	}

	private SocksProxy fromParts() {
		String host = properties.host();
		if (!StringUtils.hasText(host)) {
			throw new SocksConfigurationException(
					"No SOCKS proxy is configured, but the application is set up to use one.",
					"Set 'socks.proxy.host' or 'socks.proxy.uri', define a SocksProxyConnectionDetails bean, "
							+ "or set 'socks.proxy.enabled=false' to do without a proxy.");
		}
		requireNoPlaceholder("socks.proxy.host", host);
		if (host.indexOf('/') >= 0 || host.indexOf('@') >= 0) {
			throw SocksConfigurationException.property("socks.proxy.host", "it looks like a URI",
					"Write it as socks.proxy.uri, or the proxy's name or address alone.");
		}
		SocksVersion version = Objects.requireNonNullElse(properties.version(), SocksVersion.SOCKS5);
		String username = properties.username();
		String password = properties.password();
		requireNoPlaceholder("socks.proxy.username", username);
		requireNoPlaceholder("socks.proxy.password", password);
		requireCredentials(version, username, password);
		SocksProxy.Builder builder = SocksProxy.builder(version, host, port());
		build(builder, "socks.proxy.host", "Write the proxy's name or address, without scheme and port.");
		if (username != null) {
			builder.username(username);
		}
		if (password != null) {
			builder.password(password);
		}
		return build(builder, "socks.proxy.username", "Correct socks.proxy.username or socks.proxy.password.");
	}

	private int port() {
		int port = Objects.requireNonNullElse(properties.port(), DEFAULT_PORT);
		if (port < 1 || port > 0xFFFF) {
			throw SocksConfigurationException.property("socks.proxy.port", port + " is no port",
					"Write a number from 1 to 65535; SOCKS proxies usually have " + DEFAULT_PORT + ".");
		}
		return port;
	}

	private static void requireCredentials(SocksVersion version, @Nullable String username, @Nullable String password) {
		if (password != null && version != SocksVersion.SOCKS5) {
			throw SocksConfigurationException.property("socks.proxy.password", version + " has no passwords",
					"Remove socks.proxy.password, or set socks.proxy.version=socks5 if the proxy speaks it.");
		}
		if (password != null && username == null) {
			throw SocksConfigurationException.property("socks.proxy.password", "there is no user name to go with it",
					"Set socks.proxy.username, or remove the password.");
		}
		if (username != null && password == null && version == SocksVersion.SOCKS5) {
			throw SocksConfigurationException.property("socks.proxy.username", "there is no password to go with it",
					"Set socks.proxy.password, which may be empty, or remove the user name.");
		}
	}

	private static SocksProxy build(SocksProxy.Builder builder, String property, String action) {
		try {
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw SocksConfigurationException.property(property, ex, action);
		}
	}

}
