package io.github.sockskit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.protocol.Command;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections through a proxy. Immutable and thread-safe; any number of dialers,
 * with proxies and credentials of their own, live side by side.
 *
 * <pre>{@code
 * SocksDialer dialer = SocksDialer.of(SocksProxy.parse("socks5://user:password@proxy.example:1080?timeout=5s"));
 * try (SocksSocket socket = dialer.connect("db.example", 5432)) {
 *     ...
 * }
 * }</pre>
 *
 * The JVM's own proxy settings never apply, and no connection is ever made that goes past
 * the proxy.
 */
public final class SocksDialer {

	private final SocksProxy proxy;

	private final DnsMode dns;

	private final @Nullable SocksDialer previous;

	private final @Nullable SSLSocketFactory tls;

	private SocksDialer(SocksProxy proxy, DnsMode dns, @Nullable SocksDialer previous, @Nullable SSLSocketFactory tls) {
		if (proxy.path() != null && (previous != null || tls != null)) {
			throw new IllegalArgumentException("%s is a unix-domain socket: it is reached %s".formatted(proxy,
					(previous != null) ? "on this machine, not through another proxy" : "without TLS"));
		}
		this.proxy = proxy;
		this.dns = dns;
		this.previous = previous;
		this.tls = tls;
	}

	/**
	 * A dialer for a proxy, with {@link DnsMode#AUTO}.
	 * @param proxy the proxy
	 * @return the dialer; nothing was looked up or connected
	 */
	public static SocksDialer of(SocksProxy proxy) {
		return new SocksDialer(proxy, DnsMode.AUTO, null, null);
	}

	/**
	 * The same dialer with another place for look-ups of target names.
	 * @param dns where names of targets are looked up
	 * @return a copy
	 * @throws IllegalArgumentException if it is {@link DnsMode#REMOTE} and the proxy is
	 * spoken to in SOCKS4, which cannot carry a name
	 */
	public SocksDialer withDns(DnsMode dns) {
		if (dns == DnsMode.REMOTE && proxy.version() == SocksVersion.SOCKS4) {
			throw new IllegalArgumentException("SOCKS4 cannot carry a name to the proxy; use socks4a or socks5");
		}
		return new SocksDialer(proxy, dns, previous, tls);
	}

	/**
	 * The same dialer, connecting to its proxy through another: a chain, of any versions
	 * and any length. The other resolves the proxy's name, this one's proxy those of
	 * targets. The budget is that of this dialer's proxy.
	 * @param previous opens the connection to the proxy
	 * @return a copy
	 * @throws IllegalArgumentException if the first proxy of this dialer is a unix-domain
	 * socket
	 */
	public SocksDialer through(SocksDialer previous) {
		return new SocksDialer(proxy, dns, (this.previous == null) ? previous : this.previous.through(previous), tls);
	}

	/**
	 * The same dialer, speaking TLS to its proxy. The proxy's certificate has to be
	 * trusted by the factory and issued for the proxy's host, name or address, which is
	 * always checked; a name with a dot goes out as server name (SNI). The handshake is
	 * within the budget. A certificate of ours, where the proxy wants one, is the
	 * factory's matter, as are versions and cipher suites.
	 * <p>
	 * Data are then as safe as TLS makes them up to the proxy, and from there on as they
	 * are. Half-closing goes as far as TLS does: {@link Socket#shutdownOutput()} ends one
	 * direction in TLS 1.3 and both in 1.2, {@link Socket#shutdownInput()} fails before
	 * the proxy has ended its side.
	 * @param tls makes sockets over the connection, such as
	 * {@link javax.net.ssl.SSLContext#getSocketFactory()}
	 * @return a copy
	 * @throws IllegalArgumentException if the proxy is a unix-domain socket
	 */
	public SocksDialer withTls(SSLSocketFactory tls) {
		return new SocksDialer(proxy, dns, previous, tls);
	}

	/**
	 * The proxy.
	 * @return the proxy
	 */
	public SocksProxy proxy() {
		return proxy;
	}

	/**
	 * Where names of targets are looked up.
	 * @return the mode
	 */
	public DnsMode dns() {
		return dns;
	}

	/**
	 * Connects to a target (CONNECT; RFC 1928, section 4; SOCKS4). One budget covers
	 * look-ups, connecting and the handshake: {@link SocksProxy#timeout()}. In a virtual
	 * thread an interrupt ends the dial at once.
	 * @param host name (at most 255 bytes, non-ASCII ones as A-labels) or literal; a name
	 * goes to the proxy as {@link #dns()} says
	 * @param port 1 to 65535
	 * @return a connected socket without a read timeout
	 * @throws IllegalArgumentException if host or port cannot be sent; nothing was
	 * @throws SocksException if a step failed; everything is closed
	 * @throws SocketException if the thread was interrupted
	 * @throws IOException never another one
	 */
	public SocksSocket connect(String host, int port) throws IOException {
		HostAndPort target = new HostAndPort(host, port);
		SocksSocket socket = new SocksSocket(this);
		socket.connect(InetSocketAddress.createUnresolved(target.host(), target.port()));
		return socket;
	}

	/**
	 * A factory of sockets for libraries that take one. What it makes are
	 * {@link SocksSocket}s; a host given as text is not looked up.
	 * @return a thread-safe factory; two of one dialer are equal
	 */
	public SocketFactory socketFactory() {
		return new SocksSocketFactory(this);
	}

	/**
	 * What a dial to an endpoint will be.
	 * @param timeout the budget in milliseconds, 0 for the proxy's own
	 * @throws IllegalArgumentException if the endpoint cannot be sent
	 */
	Dial dial(Command command, InetSocketAddress endpoint, int timeout) {
		Deadline deadline = Deadline.after((timeout > 0) ? Duration.ofMillis(timeout) : proxy.timeout());
		return new Dial(this, command, endpoint, deadline);
	}

	/**
	 * A socket for one attempt to connect to the proxy, never by the JVM's own proxy
	 * settings.
	 */
	Socket newConnection() throws SocketException {
		if (proxy.path() != null) {
			return new UnixSocket();
		}
		return (previous != null) ? new SocksSocket(previous) : new Socket(Proxy.NO_PROXY);
	}

	@Nullable SSLSocketFactory tls() {
		return tls;
	}

	boolean isThroughAnother() {
		return previous != null;
	}

	Hop hop(HostAndPort target) {
		int number = 1;
		for (SocksDialer earlier = previous; earlier != null; earlier = earlier.previous) {
			number++;
		}
		return new Hop(number, proxy, target);
	}

	/**
	 * The proxy, safe to log.
	 */
	@Override
	public String toString() {
		return "SocksDialer[%s%s, dns=%s%s]".formatted(proxy, (tls != null) ? " in TLS" : "", dns,
				(previous != null) ? ", through " + previous : "");
	}

}
