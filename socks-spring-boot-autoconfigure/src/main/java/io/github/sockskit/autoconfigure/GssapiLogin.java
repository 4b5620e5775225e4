package io.github.sockskit.autoconfigure;

import java.nio.file.Path;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.auth.Gssapi;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to a proxy with GSSAPI, as the properties say, and with nothing else: a proxy
 * that may choose gets no chance to do without.
 */
final class GssapiLogin {

	private GssapiLogin() {
	}

	static SocksProxy to(SocksProxy proxy, SocksProxyProperties.Gssapi properties) {
		Gssapi method = method(properties);
		if (proxy.version() != SocksVersion.SOCKS5) {
			throw SocksConfigurationException.property("socks.proxy.gssapi",
					proxy.version() + " has no authentication methods",
					"Use socks5 if the proxy speaks it, or remove socks.proxy.gssapi.");
		}
		if (proxy.username() != null) {
			throw SocksConfigurationException.property("socks.proxy.gssapi",
					"there are a user name and a password, too, and the application logs in with one of the two",
					"Remove user name and password, or socks.proxy.gssapi.");
		}
		return proxy.withMethods(method);
	}

	private static Gssapi method(SocksProxyProperties.Gssapi properties) {
		Gssapi.Builder builder = Gssapi.builder();
		String service = properties.service();
		if (service != null) {
			builder.service(service);
		}
		if (properties.protection() != null) {
			builder.protection(properties.protection());
		}
		Path keytab = properties.keytab();
		String principal = properties.principal();
		requireThatTheyGoTogether(keytab, principal, properties.ticketCache());
		if (keytab != null && principal != null) {
			builder.keytab(keytab, principal);
		}
		if (properties.ticketCache() != null) {
			builder.ticketCache(properties.ticketCache());
		}
		try {
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw SocksConfigurationException.property("socks.proxy.gssapi.service", ex,
					"The whole name of the service is rcmd/<host of the proxy>@<realm>; write its first part.");
		}
		catch (IllegalStateException ex) {
			throw new SocksConfigurationException(
					"The application cannot log in to the SOCKS proxy with GSSAPI: %s.".formatted(ex.getMessage()),
					"Run it on a JVM that has these modules, or remove 'socks.proxy.gssapi'.", ex);
		}
	}

	private static void requireThatTheyGoTogether(@Nullable Path keytab, @Nullable String principal,
			@Nullable Path ticketCache) {
		if (keytab != null && ticketCache != null) {
			throw SocksConfigurationException.property("socks.proxy.gssapi.ticket-cache",
					"there is a keytab, too, and one of them is enough", "Remove one of the two.");
		}
		if (keytab != null && principal == null) {
			throw SocksConfigurationException.property("socks.proxy.gssapi.keytab",
					"it may have many keys, and no principal says which one to use",
					"Set socks.proxy.gssapi.principal, such as app@EXAMPLE.COM.");
		}
		if (keytab == null && principal != null) {
			throw SocksConfigurationException.property("socks.proxy.gssapi.principal",
					"there is no keytab with its key", "Set socks.proxy.gssapi.keytab, or remove the principal.");
		}
	}

}
