package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

import javax.net.SocketFactory;

import io.github.sockskit.DnsMode;
import io.github.sockskit.HandshakeMode;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.autoconfigure.SocksProxyProperties.Http.Mode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * The SOCKS proxy of the application: a {@link SocksDialer}, and a {@link SocketFactory}
 * qualified {@code socks} for libraries that take one. Without a proxy the application
 * does not start: a condition on the properties would let it go past the proxy where they
 * are set too late (AOT processing, tests).
 */
@AutoConfiguration
@Conditional(OnSocksProxy.Enabled.class)
@EnableConfigurationProperties(SocksProxyProperties.class)
public final class SocksProxyAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(SocksProxyConnectionDetails.class)
	PropertiesSocksProxyConnectionDetails socksProxyConnectionDetails(SocksProxyProperties properties,
			ObjectProvider<SslBundles> bundles, Environment environment) {
		UnknownProperties.refuse(environment);
		return new PropertiesSocksProxyConnectionDetails(properties, bundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	SocksDialer socksDialer(SocksProxyConnectionDetails details, SocksProxyProperties properties) {
		SocksProxy proxy = details.getProxy();
		if (proxy.version() == SocksVersion.SOCKS4 && properties.dns() == DnsMode.REMOTE) {
			throw SocksConfigurationException.property("socks.proxy.dns",
					"SOCKS4 cannot carry a name to the proxy, so names cannot be looked up there",
					"Use version socks4a or socks5, or set 'socks.proxy.dns=auto', which looks names up locally for SOCKS4.");
		}
		Duration limit = properties.connectTimeout();
		SocksDialer dialer = dialer((limit != null) ? withTimeout(proxy, limit) : proxy, properties.handshake())
			.withDns(properties.dns())
			.withOptimistic(properties.optimistic());
		return through(details.getThrough(), withTls(details, dialer), properties.handshake());
	}

	private static SocksDialer dialer(SocksProxy proxy, HandshakeMode handshake) {
		try {
			return SocksDialer.of(proxy).withHandshake(handshake);
		}
		catch (IllegalArgumentException ex) {
			throw SocksConfigurationException.property("socks.proxy.handshake", ex,
					"Set 'socks.proxy.handshake=adaptive', or remove the property.");
		}
	}

	private static SocksDialer withTls(SocksProxyConnectionDetails details, SocksDialer dialer) {
		try {
			SslBundle bundle = details.getSslBundle();
			if (bundle == null) {
				return dialer;
			}
			if (dialer.proxy().path() != null) {
				throw SocksConfigurationException.property("socks.proxy.ssl",
						"%s is a unix-domain socket, which is reached without TLS".formatted(dialer.proxy()),
						"Remove socks.proxy.ssl: the connection does not leave this machine.");
			}
			return dialer.withTls(new SslBundleSocketFactory(bundle, details::getSslBundle));
		}
		catch (IllegalArgumentException ex) {
			throw SocksConfigurationException.property("socks.proxy.ssl.bundle", ex,
					"Correct the ciphers and protocols in the options of the bundle.");
		}
		catch (IllegalStateException ex) {
			throw SocksConfigurationException.property("socks.proxy.ssl", ex,
					"Correct the bundle or, without one, the JVM's trust store.");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static SocksDialer through(List<SocksProxy> others, SocksDialer dialer, HandshakeMode handshake) {
		SocksDialer way = dialer;
		try {
			for (int i = others.size() - 1; i >= 0; i--) {
				way = way.through(dialer(others.get(i), handshake));
			}
			return way;
		}
		catch (IllegalArgumentException ex) {
			throw SocksConfigurationException.property("socks.proxy.through", ex,
					"Of several proxies, only the first can be a unix-domain socket.");
		}
	}

	private static SocksProxy withTimeout(SocksProxy proxy, Duration limit) {
		try {
			return proxy.withTimeout(limit);
		}
		catch (IllegalArgumentException ex) {
			throw SocksConfigurationException.property("socks.proxy.connect-timeout", ex,
					"Write a duration like 5s, or remove the property: 10 seconds are the default.");
		}
	}

	/** Not a default candidate: an application may have its own SocketFactory. */
	@Bean(defaultCandidate = false)
	@Qualifier("socks")
	@ConditionalOnMissingBean(name = "socksSocketFactory")
	SocketFactory socksSocketFactory(SocksDialer dialer) {
		return dialer.socketFactory();
	}

	@Bean
	DirectHosts socksDirectHosts(SocksProxyProperties properties, Environment environment) {
		UnknownProperties.refuse(environment);
		if (!properties.http().groups().isEmpty() && properties.http().mode() != Mode.QUALIFIED) {
			throw SocksConfigurationException.property("socks.proxy.http.groups",
					"groups are routed one by one in mode 'qualified' only",
					"Set 'socks.proxy.http.mode=qualified', or remove the groups.");
		}
		return new DirectHosts(properties.nonProxyHosts(), properties.loopback());
	}

	@Bean
	SocksStartupReport socksStartupReport(SocksDialer dialer, DirectHosts directHosts,
			ObjectProvider<RoutedClients> routedClients) {
		return new SocksStartupReport(dialer, directHosts, routedClients);
	}

}
