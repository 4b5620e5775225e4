package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import io.github.sockskit.SocksException;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksTimeoutException;
import io.github.sockskit.SocksVersion;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Connects through the proxy, or directly where that is configured. Socket options, TLS
 * and everything after it are those of HttpClient's own operator, of which there are two:
 * one makes plain sockets, the other the dialer's.
 */
final class SocksConnectionOperator implements HttpClientConnectionOperator {

	/** The very object where nobody set a limit, which makes it no wish of the client. */
	private static final Timeout BUILT_IN = ConnectionConfig.DEFAULT.getConnectTimeout();

	private static final String TARGET = SocksConnectionOperator.class.getName() + ".target";

	private final HttpClientConnectionOperator direct;

	private final HttpClientConnectionOperator proxied;

	private final Predicate<String> directHosts;

	private final SocksProxy proxy;

	private final SchemePortResolver ports;

	private final @Nullable DnsResolver localDns;

	/**
	 * @param proxy what the sockets dial through
	 * @param sockets makes {@code SocksSocket}s
	 * @param directDns looks up the names of hosts that are connected to directly
	 * @param localDns looks up, and perhaps refuses, the names of all other targets;
	 * {@code null} to leave that to the dialer
	 */
	SocksConnectionOperator(SocksProxy proxy, DetachedSocketFactory sockets, Predicate<String> directHosts,
			SchemePortResolver ports, @Nullable DnsResolver directDns, @Nullable DnsResolver localDns,
			TlsSocketStrategy tls) {
		Lookup<TlsSocketStrategy> strategies = (scheme) -> "https".equalsIgnoreCase(scheme) ? tls : null;
		// The JVM's own proxy settings would apply to a socket without NO_PROXY.
		this.direct = new DefaultHttpClientConnectionOperator((ignored) -> new Socket(Proxy.NO_PROXY), ports, directDns,
				strategies);
		this.proxied = new DefaultHttpClientConnectionOperator(sockets, ports, new TargetDnsResolver(), strategies);
		this.directHosts = directHosts;
		this.proxy = proxy;
		this.ports = ports;
		this.localDns = localDns;
	}

	@Override
	public void connect(ManagedHttpClientConnection connection, HttpHost host, @Nullable InetSocketAddress localAddress,
			@Nullable TimeValue timeout, SocketConfig socketConfig, HttpContext context) throws IOException {
		Timeout limit = (timeout != null) ? Timeout.of(timeout.getDuration(), timeout.getTimeUnit()) : null;
		connect(connection, host, null, localAddress, limit, socketConfig, null, context);
	}

	@Override
	public void connect(ManagedHttpClientConnection connection, HttpHost host, @Nullable NamedEndpoint name,
			@Nullable InetSocketAddress localAddress, @Nullable Timeout timeout, SocketConfig socketConfig,
			@Nullable Object attachment, HttpContext context) throws IOException {
		connect(connection, host, name, null, localAddress, timeout, socketConfig, attachment, context);
	}

	@Override
	public void connect(ManagedHttpClientConnection connection, HttpHost host, @Nullable NamedEndpoint name,
			@Nullable Path unixDomainSocket, @Nullable InetSocketAddress localAddress, @Nullable Timeout timeout,
			SocketConfig socketConfig, @Nullable Object attachment, HttpContext context) throws IOException {
		if (unixDomainSocket != null || directHosts.test(targetOf(context, host).getHostName())) {
			direct.connect(connection, host, name, unixDomainSocket, localAddress, timeout, socketConfig, attachment,
					context);
			return;
		}
		Object tlsConfig = withHandshakeTimeout(attachment, timeout);
		try {
			dial(host, timeout, (target, limit) -> proxied.connect(connection, target, name, localAddress, limit,
					socketConfig, tlsConfig, context));
		}
		catch (IllegalArgumentException ex) {
			throw failure(host, ex);
		}
		catch (IOException ex) {
			throw reported(host, ex);
		}
	}

	/**
	 * Reports failures of an optimistic dial, which show when the response is read, as
	 * those of connecting. Has to be called inside of what repeats requests.
	 */
	static ClassicHttpResponse reportLateFailures(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
			throws IOException, HttpException {
		try {
			return chain.proceed(request, scope);
		}
		catch (IOException ex) {
			HttpHost proxy = scope.route.getProxyHost();
			throw reported((proxy != null) ? proxy : scope.route.getTargetHost(), ex);
		}
	}

	/** A failed dial may be the cause of what failed: of TLS with the target. */
	private static IOException reported(HttpHost host, IOException ex) {
		if (ex instanceof HttpHostConnectException || ex instanceof ConnectTimeoutException) {
			return ex;
		}
		for (Throwable each = ex; each != null; each = each.getCause()) {
			if (each instanceof SocksException cause) {
				return failure(host, cause);
			}
		}
		return ex;
	}

	/**
	 * Lets the operator know where a request goes: behind an HTTP proxy that is not the
	 * host that is connected to.
	 */
	static ClassicHttpResponse rememberTarget(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
			throws IOException, HttpException {
		scope.clientContext.setAttribute(TARGET, scope.route.getTargetHost());
		return chain.proceed(request, scope);
	}

	private static HttpHost targetOf(HttpContext context, HttpHost host) {
		return (context.getAttribute(TARGET) instanceof HttpHost target) ? target : host;
	}

	private void dial(HttpHost host, @Nullable Timeout timeout, Attempt attempt) throws IOException {
		Timeout limit = dialTimeout(timeout);
		if (localDns == null || host.getAddress() != null) {
			attempt.connect(host, limit);
			return;
		}
		long start = System.nanoTime();
		long budget = ((limit != null) ? limit.toDuration() : proxy.timeout()).toNanos();
		Iterator<InetSocketAddress> addresses = lookUp(localDns, host).iterator();
		while (true) {
			InetSocketAddress address = addresses.next();
			HttpHost target = new HttpHost(host.getSchemeName(), address.getAddress(), host.getHostName(),
					address.getPort());
			Duration left = Duration.ofNanos(Math.max(1_000_000, start + budget - System.nanoTime()));
			try {
				attempt.connect(target, Timeout.of(left));
				return;
			}
			catch (SocksReplyException ex) {
				// Another address may be reachable. Whatever else fails would fail again,
				// and credentials that are wrong, sent for each address, lock accounts.
				if (!addresses.hasNext()) {
					throw ex;
				}
			}
		}
	}

	/**
	 * How long a dial may take.
	 * @return {@code null} for as long as the proxy's own limit says
	 */
	@SuppressWarnings("ReferenceEquality")
	private @Nullable Timeout dialTimeout(@Nullable Timeout timeout) {
		if (timeout == null || timeout == BUILT_IN || !timeout.isEnabled()) {
			return null;
		}
		boolean proxyIsStricter = proxy.hasTimeout() && proxy.timeout().compareTo(timeout.toDuration()) < 0;
		return proxyIsStricter ? null : timeout;
	}

	/**
	 * The limit of a dial is not that of the target's TLS handshake, which HttpClient
	 * takes from the connect timeout.
	 */
	private static @Nullable Object withHandshakeTimeout(@Nullable Object attachment, @Nullable Timeout timeout) {
		if (timeout != null && attachment instanceof TlsConfig config && config.getHandshakeTimeout() == null) {
			return TlsConfig.copy(config).setHandshakeTimeout(timeout).build();
		}
		return attachment;
	}

	/** Only addresses: a name that a filter let pass unresolved was not checked by it. */
	private List<InetSocketAddress> lookUp(DnsResolver dns, HttpHost host) throws UnknownHostException {
		List<InetSocketAddress> addresses = dns.resolve(host.getHostName(), ports.resolve(host.getSchemeName(), host))
			.stream()
			.filter((address) -> address.getAddress() instanceof Inet4Address
					|| (!address.isUnresolved() && proxy.version() == SocksVersion.SOCKS5))
			.toList();
		if (addresses.isEmpty()) {
			throw new UnknownHostException("%s has no address here that %s could be asked for".formatted(host, proxy));
		}
		return addresses;
	}

	/**
	 * What HttpClient knows not to repeat, with the reason as its cause; also where no
	 * proxy can be asked for such a host.
	 */
	private static IOException failure(HttpHost host, Exception cause) {
		String message = "Connect to %s failed: %s".formatted(host, cause.getMessage());
		IOException failure = (cause instanceof SocksTimeoutException) ? new ConnectTimeoutException(message, host)
				: new HttpHostConnectException(message, host);
		failure.initCause(cause);
		return failure;
	}

	@Override
	public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) throws IOException {
		direct.upgrade(connection, host, context);
	}

	@Override
	public void upgrade(ManagedHttpClientConnection connection, HttpHost host, @Nullable NamedEndpoint name,
			@Nullable Object attachment, HttpContext context) throws IOException {
		direct.upgrade(connection, host, name, attachment, context);
	}

	@FunctionalInterface
	private interface Attempt {

		void connect(HttpHost target, @Nullable Timeout limit) throws IOException;

	}

}
