package io.github.sockskit.autoconfigure;

import java.util.Objects;
import java.util.function.Predicate;

import io.github.sockskit.DnsMode;
import io.github.sockskit.SocksDialer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Builds connection managers for Apache HttpClient 5.6 whose connections go through a
 * SOCKS proxy; with Spring Boot's auto-configuration or without. Pooling, TLS, socket
 * options and all else are HttpClient's own. Not thread-safe; what it builds is.
 *
 * <pre>{@code
 * SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://user:password@proxy.example:1080"));
 * CloseableHttpClient client = HttpClients.custom()
 *     .setConnectionManager(SocksConnectionManagerBuilder.create(dialer).setMaxConnPerRoute(20).build())
 *     .build();
 * }</pre>
 * <p>
 * Names of targets are looked up as the dialer says, by the proxy unless told otherwise;
 * but if a {@link DnsResolver} is set (other than
 * {@link SystemDefaultDnsResolver#INSTANCE}) it is asked, here, and the proxy gets the
 * address that it returned. A {@code socksProxyAddress} in the socket configuration, and
 * the JVM's own proxy settings, do not count.
 * <p>
 * A dial may take as long as the connect timeout of the client if one is set (the three
 * minutes that HttpClient has built in are not), and not longer than the proxy's timeout
 * if that is set; 10 seconds if neither is. A failed dial is a
 * {@link org.apache.hc.client5.http.ConnectTimeoutException} or a
 * {@link org.apache.hc.client5.http.HttpHostConnectException}, which HttpClient does not
 * repeat, with the {@link io.github.sockskit.SocksException} as its cause. That is so if
 * it fails before a request is sent, so a dialer that is
 * {@linkplain SocksDialer#isOptimistic() optimistic} is refused: HttpClient would send
 * requests again. With Spring Boot's auto-configuration it may be.
 */
public final class SocksConnectionManagerBuilder extends PoolingHttpClientConnectionManagerBuilder {

	private final SocksDialer dialer;

	private final DetachedSocketFactory sockets;

	private final Predicate<String> directHosts;

	private boolean operatorCreated;

	SocksConnectionManagerBuilder(SocksDialer dialer, DetachedSocketFactory sockets, Predicate<String> directHosts) {
		this.dialer = dialer;
		this.sockets = sockets;
		this.directHosts = directHosts;
	}

	/**
	 * A builder for connections that all go through a proxy.
	 * @param dialer opens the connections
	 * @return a builder with HttpClient's defaults
	 * @throws IllegalArgumentException if the dialer is optimistic
	 */
	public static SocksConnectionManagerBuilder create(SocksDialer dialer) {
		return create(dialer, (host) -> false);
	}

	/**
	 * A builder for connections that go through a proxy, except to certain hosts.
	 * @param dialer opens the connections
	 * @param directHosts is given a host as the URI has it, a name or a literal, and says
	 * whether to connect to it directly; has to be thread-safe
	 * @return a builder with HttpClient's defaults
	 * @throws IllegalArgumentException if the dialer is optimistic
	 */
	public static SocksConnectionManagerBuilder create(SocksDialer dialer, Predicate<String> directHosts) {
		if (dialer.isOptimistic()) {
			throw new IllegalArgumentException(
					"the dialer is optimistic: its failures show when a response is read, and "
							+ "HttpClient would repeat the request; use dialer.withOptimistic(false)");
		}
		return new SocksConnectionManagerBuilder(dialer, (ignored) -> dialer.socketFactory().createSocket(),
				directHosts);
	}

	/**
	 * Not supported: without a dialer there is no proxy. Hides the inherited method,
	 * whose connections would go past it.
	 * @return never
	 * @throws UnsupportedOperationException always
	 */
	@SuppressWarnings("DoNotCallSuggester")
	public static SocksConnectionManagerBuilder create() {
		throw new UnsupportedOperationException("a dialer is needed: create(dialer)");
	}

	/**
	 * Builds a connection manager.
	 * @return a connection manager, to be closed
	 * @throws IllegalStateException if the dialer has the proxy look up names
	 * ({@link DnsMode#REMOTE}) although a {@link DnsResolver} is set, or if the version
	 * of HttpClient in use would not route its connections
	 */
	@Override
	public PoolingHttpClientConnectionManager build() {
		operatorCreated = false;
		PoolingHttpClientConnectionManager manager = super.build();
		if (!operatorCreated) {
			manager.close();
			throw new IllegalStateException("This version of HttpClient does not ask for a connection operator any "
					+ "more; its connections would go past the proxy.");
		}
		return manager;
	}

	@Override
	protected HttpClientConnectionOperator createConnectionOperator(@Nullable SchemePortResolver ports,
			@Nullable DnsResolver dns, TlsSocketStrategy tls) {
		boolean stock = dns == null || dns == SystemDefaultDnsResolver.INSTANCE;
		if (!stock && dialer.dns() == DnsMode.REMOTE) {
			throw new NeedsAddressesException("The proxy is to look up all names (dns=remote), but this client has an "
					+ "InetAddressFilter or a DnsResolver of its own, which has to see addresses; "
					+ "use dns=auto, or remove the filter or resolver.");
		}
		operatorCreated = true;
		return new SocksConnectionOperator(dialer.proxy(), sockets, directHosts,
				Objects.requireNonNullElse(ports, DefaultSchemePortResolver.INSTANCE), dns, stock ? null : dns, tls);
	}

	/** The client has to see addresses, and there are to be none here. */
	static final class NeedsAddressesException extends IllegalStateException {

		NeedsAddressesException(String message) {
			super(message);
		}

	}

}
