package io.github.sockskit.autoconfigure;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sockskit.DnsMode;
import io.github.sockskit.HostAndPort;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.autoconfigure.SocksProxyProperties.UnsupportedClients;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.transport.ClientTransport.ResolvedAddressSelector;
import reactor.netty.transport.NameResolverProvider;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.core.Ordered;

/**
 * Has every Reactor Netty client that Boot builds connect through the proxy. Comes last,
 * so that it sees what Boot's settings and other customizers made of the client.
 */
final class SocksReactorNettyCustomizer
		implements ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder>, Ordered {

	private final SocksDialer dialer;

	private final DirectHosts directHosts;

	private final UnsupportedClients unsupportedClients;

	private volatile boolean used;

	SocksReactorNettyCustomizer(SocksDialer dialer, DirectHosts directHosts, UnsupportedClients unsupportedClients) {
		this.dialer = dialer;
		this.directHosts = directHosts;
		this.unsupportedClients = unsupportedClients;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public ReactorClientHttpConnectorBuilder customize(ReactorClientHttpConnectorBuilder builder) {
		used = true;
		return builder.withHttpClientCustomizer(this::route);
	}

	/** Whether Boot's builder was customized, or the application has one of its own. */
	boolean isUsed() {
		return used;
	}

	private HttpClient route(HttpClient client) {
		HttpClientConfig config = client.configuration();
		String obstacle = obstacle(config);
		if (obstacle != null) {
			unsupportedClients.handle(SocksConfigurationException
				.unsupportedClient("A WebClient of the application " + obstacle, "Change that, or use RestClient."));
			return client;
		}
		boolean addressesNeeded = selectsAddresses(client) || hasOwnResolver(config);
		if (addressesNeeded && dialer.dns() == DnsMode.REMOTE) {
			throw SocksConfigurationException.filterBesideRemoteDns("a WebClient has an InetAddressFilter, "
					+ "a ResolvedAddressSelector or an AddressResolverGroup of its own");
		}
		SocksProxy proxy = dialer.proxy();
		boolean local = addressesNeeded || dialer.dns() == DnsMode.LOCAL || proxy.version() == SocksVersion.SOCKS4;
		Duration limit = dialTimeout(config);
		return client.noProxy()
			.resolver(new TargetAddressResolverGroup(resolver(config), directHosts, proxy.version(), local))
			.doOnChannelInit((observer, channel, target) -> {
				// What has no host is a Unix domain socket.
				if (target instanceof InetSocketAddress address && !directHosts.test(address.getHostString())) {
					HostAndPort host = new HostAndPort(address.getHostString(), address.getPort());
					channel.pipeline()
						.addFirst(new SocksDialHandler(proxy, host, limit, config.defaultAddressResolverGroup()));
				}
			});
	}

	/** Why a client cannot be routed. */
	private @Nullable String obstacle(HttpClientConfig config) {
		if (Arrays.asList(config.protocols()).contains(HttpProtocol.HTTP3)) {
			return "speaks HTTP/3, and no SOCKS connection carries UDP";
		}
		if (hasOwnProxy(config)) {
			return "has a proxy of its own, and Reactor Netty uses only one";
		}
		if (!dialer.isPlain()) {
			return "is to go through a chain (socks.proxy.through), in TLS (socks.proxy.ssl), with GSSAPI "
					+ "(socks.proxy.gssapi) or a method of its own, or over a unix-domain socket, "
					+ "and Reactor Netty can do none of these";
		}
		boolean ascii = Stream.of(dialer.proxy().username(), dialer.proxy().password())
			.allMatch((text) -> text == null || text.chars().allMatch((c) -> c < 0x80));
		return ascii ? null : "is to send a user name or password that is not ASCII, which Reactor Netty cannot";
	}

	/**
	 * Boot has the system properties make a proxy, too; as everywhere, they do not count.
	 */
	private static boolean hasOwnProxy(HttpClientConfig config) {
		Supplier<ProxyProvider> proxy = config.proxyProviderSupplier();
		if (proxy == null) {
			return config.proxyProvider() != null;
		}
		Supplier<ProxyProvider> system = HttpClient.create()
			.proxyWithSystemProperties()
			.configuration()
			.proxyProviderSupplier();
		return system == null || !system.get().equals(proxy.get());
	}

	/**
	 * Whether a filter, or another selector, has to see addresses. Reactor Netty tells
	 * nobody, but counts the selector in a hash, to which one without a hash adds as much
	 * as none.
	 */
	private static boolean selectsAddresses(HttpClient client) {
		int none = client.resolvedAddressesSelector(new Selector(0)).configuration().channelHash();
		int some = client.resolvedAddressesSelector(new Selector(1)).configuration().channelHash();
		if (none == some) {
			throw new SocksConfigurationException(
					"The version of Reactor Netty on the class path cannot be routed "
							+ "through the SOCKS proxy: it does not show whether a client filters addresses.",
					"Use the version of io.projectreactor.netty:reactor-netty-http that Spring Boot manages.");
		}
		return client.configuration().channelHash() != none;
	}

	/** The JDK's and Reactor Netty's own are nobody's wish to see addresses. */
	private static boolean hasOwnResolver(HttpClientConfig config) {
		AddressResolverGroup<?> resolver = config.resolver();
		NameResolverProvider provider = config.getNameResolverProvider();
		if (provider != null) {
			return !provider.equals(NameResolverProvider.builder().build());
		}
		return resolver != null && resolver != NoopAddressResolverGroup.INSTANCE
				&& resolver != DefaultAddressResolverGroup.INSTANCE;
	}

	private static AddressResolverGroup<?> resolver(HttpClientConfig config) {
		AddressResolverGroup<?> resolver = config.resolver();
		return (resolver == null || resolver == NoopAddressResolverGroup.INSTANCE)
				? config.defaultAddressResolverGroup() : resolver;
	}

	/**
	 * The client's own limit where it has one, and the proxy's where that is stricter.
	 */
	private Duration dialTimeout(HttpClientConfig config) {
		SocksProxy proxy = dialer.proxy();
		if (config.options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS) instanceof Integer millis && millis > 0) {
			Duration limit = Duration.ofMillis(millis);
			boolean proxyIsStricter = proxy.hasTimeout() && proxy.timeout().compareTo(limit) < 0;
			return proxyIsStricter ? proxy.timeout() : limit;
		}
		return proxy.timeout();
	}

	/** Selects everything. */
	private record Selector(int hash) implements ResolvedAddressSelector<HttpClientConfig> {

		@Override
		public List<? extends SocketAddress> apply(HttpClientConfig config, List<? extends SocketAddress> addresses) {
			return addresses;
		}

		@Override
		public int hashCode() {
			return hash;
		}

	}

}
