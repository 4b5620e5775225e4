package io.github.sockskit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.stream.Collectors;

import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.internal.protocol.Address;
import io.github.sockskit.internal.protocol.Command;
import io.github.sockskit.internal.transport.Deadline;
import io.github.sockskit.internal.transport.UnixSocket;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections through a proxy. Thread-safe, and immutable but for what it finds out
 * about its proxy ({@link HandshakeMode}), which is why it should be kept; any number of
 * dialers, with proxies and credentials of their own, live side by side.
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

	private final HandshakeMode handshake;

	private final boolean optimistic;

	private final Pipelining pipelining;

	private SocksDialer(SocksProxy proxy, DnsMode dns, @Nullable SocksDialer previous, @Nullable SSLSocketFactory tls,
			HandshakeMode handshake, boolean optimistic, Pipelining pipelining) {
		if (proxy.path() != null && (previous != null || tls != null)) {
			throw new IllegalArgumentException("%s is a unix-domain socket: it is reached %s".formatted(proxy,
					(previous != null) ? "on this machine, not through another proxy" : "without TLS"));
		}
		this.proxy = proxy;
		this.dns = dns;
		this.previous = previous;
		this.tls = tls;
		this.handshake = handshake;
		this.optimistic = optimistic;
		this.pipelining = pipelining;
	}

	/** Another way to the proxy, of which nothing is known. */
	private static SocksDialer create(SocksProxy proxy, DnsMode dns, @Nullable SocksDialer previous,
			@Nullable SSLSocketFactory tls, HandshakeMode handshake, boolean optimistic) {
		return new SocksDialer(proxy, dns, previous, tls, handshake, optimistic, Pipelining.of(handshake, proxy));
	}

	/**
	 * A dialer for a proxy, with {@link DnsMode#AUTO} and {@link HandshakeMode#ADAPTIVE}.
	 * @param proxy the proxy
	 * @return the dialer; nothing was looked up or connected
	 */
	public static SocksDialer of(SocksProxy proxy) {
		return create(proxy, DnsMode.AUTO, null, null, HandshakeMode.ADAPTIVE, false);
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
		return new SocksDialer(proxy, dns, previous, tls, handshake, optimistic, pipelining);
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
		return create(proxy, dns, (this.previous == null) ? previous : this.previous.through(previous), tls, handshake,
				optimistic);
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
		return create(proxy, dns, previous, tls, handshake, optimistic);
	}

	/**
	 * The same dialer with another way to shake hands with its proxy. Others before it
	 * keep theirs.
	 * @param handshake how the messages of a SOCKS5 handshake leave
	 * @return a copy
	 * @throws IllegalArgumentException if it is {@link HandshakeMode#PIPELINED} and the
	 * proxy's authentication method cannot be sent ahead
	 */
	public SocksDialer withHandshake(HandshakeMode handshake) {
		return create(proxy, dns, previous, tls, handshake, optimistic);
	}

	/**
	 * The same dialer, one that does not wait for the proxy to grant a request if it is
	 * optimistic: {@link #connect} returns when the request is written, what is written
	 * then goes out right behind it, and the replies are checked at the first read. A
	 * tunnel costs a round trip less; none at all with SOCKS4 and SOCKS4A, and with
	 * SOCKS5 once the proxy is known to take a handshake in one write
	 * ({@link HandshakeMode}).
	 * <p>
	 * What else is different then:
	 * <ul>
	 * <li>That {@code connect} returns says that the proxy was reached, no more. A
	 * refusal shows as the same {@link SocksException} at the first read, or at a write,
	 * and at each one after that; in TLS over the socket it is the cause of an
	 * {@link javax.net.ssl.SSLException}. The socket is closed then.
	 * <li>{@link SocksSocket#getBoundAddress()}, {@code shutdownInput},
	 * {@code shutdownOutput} and {@code sendUrgentData} wait for the replies.
	 * <li>The budget runs on after {@code connect}. A read ends with it, or with
	 * {@code SO_TIMEOUT} if that is shorter: then with a
	 * {@link java.net.SocketTimeoutException}, after which it can be repeated.
	 * <li>TCP_NODELAY is on until the replies are read, whatever is set.
	 * </ul>
	 * <p>
	 * Not for a proxy that drops what comes before its reply (microsocks 1.0.3 does, and
	 * both sides wait); for who wants to know whether a port is open (scans, health
	 * checks) or turns to another address when {@code connect} fails; for a first message
	 * that must not be sent in vain, as it may get lost with the connection and nothing
	 * tells whether it arrived; and for who only writes and closes: call
	 * {@code getBoundAddress()} before closing, as a reply that comes after that resets
	 * the connection, and may take along what was written.
	 * <p>
	 * It is for CONNECT, and has no effect where an authentication method encapsulates
	 * data (GSSAPI). In a chain it is for this dialer's proxy, and for others before it
	 * as their dialers say.
	 * @param optimistic {@code false} unless set
	 * @return a copy
	 */
	public SocksDialer withOptimistic(boolean optimistic) {
		return new SocksDialer(proxy, dns, previous, tls, handshake, optimistic, pipelining);
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
	 * How the messages of a SOCKS5 handshake leave.
	 * @return the mode
	 */
	public HandshakeMode handshake() {
		return handshake;
	}

	/**
	 * Whether {@link #connect} returns before the proxy has granted the request.
	 * @return what {@link #withOptimistic} was given for this dialer's proxy
	 */
	public boolean isOptimistic() {
		return optimistic;
	}

	/**
	 * Whether {@link #proxy()} tells the whole way: a TCP connection to its host and
	 * port, without TLS or another proxy before it, and no authentication but by its user
	 * name and password. Who takes the proxy from here to connect by other means has to
	 * refuse what is not plain, or its connections go another way than configured.
	 * @return {@code false} for a chain, TLS, a unix-domain socket, or methods that were
	 * set
	 */
	public boolean isPlain() {
		return previous == null && tls == null && proxy.path() == null && !proxy.hasMethodsOfItsOwn();
	}

	/**
	 * Connects to a target (CONNECT; RFC 1928, section 4; SOCKS4). One budget covers
	 * look-ups, connecting and the handshake: {@link SocksProxy#timeout()}. In a virtual
	 * thread an interrupt ends the dial at once.
	 * @param host name (at most 255 bytes, non-ASCII ones as A-labels) or literal; a name
	 * goes to the proxy as {@link #dns()} says
	 * @param port 1 to 65535
	 * @return a connected socket without a read timeout; if this dialer
	 * {@linkplain #withOptimistic is optimistic}, one whose request may yet be refused
	 * @throws IllegalArgumentException if host or port cannot be sent; nothing was
	 * @throws SocksException if a step failed; everything is closed
	 * @throws SocketException if the thread was interrupted
	 * @throws IOException never another one
	 */
	public SocksSocket connect(String host, int port) throws IOException {
		SocksSocket socket = new SocksSocket(this);
		socket.connect(unresolved(host, port));
		return socket;
	}

	/**
	 * Has the proxy listen for one connection (BIND; RFC 1928, section 4; SOCKS4).
	 * Through a chain it is the last proxy that does. The budget of {@link #connect}
	 * covers everything up to the bound address; waiting for the peer has no limit unless
	 * {@link SocksServerSocket#setSoTimeout} sets one.
	 * @param host who will connect, name or literal, which the proxy may check; mostly
	 * the host of a connection that was made with {@link #connect}
	 * @param port the port of that connection, 0 to 65535
	 * @return a socket bound to the address that the peer has to connect to
	 * @throws IllegalArgumentException if host or port cannot be sent; nothing was
	 * @throws SocksException if a step failed; everything is closed
	 * @throws SocketException if the thread was interrupted
	 * @throws IOException never another one
	 */
	public SocksServerSocket bind(String host, int port) throws IOException {
		Dial dial = dial(Command.BIND, unresolved(host, port), 0);
		Transport transport = new Transport(this);
		try {
			return new SocksServerSocket(transport, dial, dial.run(transport));
		}
		catch (Throwable ex) {
			transport.close();
			throw ex;
		}
	}

	/**
	 * Has the proxy relay datagrams (UDP ASSOCIATE; RFC 1928, sections 4 and 7; SOCKS5).
	 * The budget of {@link #connect} covers everything up to the relay's address.
	 * @return a socket whose datagrams go through the relay
	 * @throws UnsupportedOperationException if the proxy is not spoken to in SOCKS5, is
	 * spoken to in TLS, which would not protect datagrams, or is behind another, which
	 * cannot carry them to it
	 * @throws SocksException if a step failed; everything is closed
	 * @throws SocketException if the thread was interrupted
	 * @throws IOException never another one
	 */
	public SocksDatagramSocket associate() throws IOException {
		if (proxy.version() != SocksVersion.SOCKS5) {
			throw new UnsupportedOperationException("%s carries no datagrams; use socks5".formatted(proxy.version()));
		}
		if (previous != null) {
			throw new UnsupportedOperationException(
					"datagrams cannot go through a chain: %s carries connections to %s, and no datagrams"
						.formatted(previous.proxy, proxy));
		}
		if (tls != null) {
			throw new UnsupportedOperationException(
					"datagrams cannot go through TLS: to and from %s they would be unprotected; dial without it for them"
						.formatted(proxy));
		}
		return SocksDatagramSocket.open(this);
	}

	/**
	 * Asks the proxy for the address of a name (RESOLVE, Tor's extension of SOCKS5).
	 * Other proxies refuse it with {@link ReplyCode#COMMAND_NOT_SUPPORTED}, or close.
	 * @param name looked up by the proxy, not here
	 * @return the address that the proxy gave
	 * @throws IllegalArgumentException if the name cannot be sent; nothing was
	 * @throws UnsupportedOperationException if the proxy is not spoken to in SOCKS5
	 * @throws SocksException if a step failed, among them a name that is unknown
	 * @throws SocketException if the thread was interrupted
	 * @throws IOException never another one
	 */
	public InetAddress resolve(String name) throws IOException {
		InetSocketAddress answer = ask(Command.RESOLVE, unresolved(name, 0));
		if (answer.isUnresolved()) {
			throw new SocksProtocolException(hop(Command.RESOLVE, new HostAndPort(name, 0)),
					"asked for the address it gave the name " + answer.getHostString());
		}
		return answer.getAddress();
	}

	/**
	 * Asks the proxy for the name of an address (RESOLVE_PTR, Tor's extension of SOCKS5).
	 * @param address not looked up here
	 * @return the name that the proxy gave
	 * @throws UnsupportedOperationException if the proxy is not spoken to in SOCKS5
	 * @throws SocksException if a step failed, among them an address without a name
	 * @throws SocketException if the thread was interrupted
	 * @throws IOException never another one
	 */
	public String resolve(InetAddress address) throws IOException {
		return ask(Command.RESOLVE_PTR, new InetSocketAddress(address, 0)).getHostString();
	}

	/** A command whose reply is all that is wanted. */
	private InetSocketAddress ask(Command command, InetSocketAddress endpoint) throws IOException {
		if (proxy.version() != SocksVersion.SOCKS5) {
			throw new UnsupportedOperationException("%s needs SOCKS5".formatted(command));
		}
		try (Transport transport = new Transport(this)) {
			return dial(command, endpoint, 0).run(transport).boundAddress().toSocketAddress();
		}
	}

	private static InetSocketAddress unresolved(String host, int port) {
		HostAndPort target = new HostAndPort(host, port);
		return InetSocketAddress.createUnresolved(target.host(), target.port());
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
	 * An endpoint as it is sent: a name only if it is unresolved, or remote DNS is
	 * demanded.
	 */
	Address address(InetSocketAddress endpoint) {
		return (endpoint.isUnresolved() || dns == DnsMode.REMOTE)
				? Address.of(endpoint.getHostString(), endpoint.getPort())
				: Address.of(endpoint.getAddress(), endpoint.getPort());
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

	/** What is known of the proxy, by this dialer and its copies that go the same way. */
	Pipelining pipelining() {
		return pipelining;
	}

	@Nullable SSLSocketFactory tls() {
		return tls;
	}

	boolean isThroughAnother() {
		return previous != null;
	}

	Hop hop(Command command, @Nullable HostAndPort target) {
		int number = 1;
		for (SocksDialer earlier = previous; earlier != null; earlier = earlier.previous) {
			number++;
		}
		return new Hop(number, proxy, command, target);
	}

	/**
	 * The way: the proxy and how it is spoken to, and the proxies before it. Safe to log.
	 */
	@Override
	public String toString() {
		String methods = proxy.offeredMethods().stream().map(Object::toString).collect(Collectors.joining(", "));
		return "%s (%s%s%s, DNS %s%s%s)%s".formatted(proxy, proxy.version(), (tls != null) ? " in TLS" : "",
				proxy.hasMethodsOfItsOwn() ? " with " + methods : "", dns,
				(handshake != HandshakeMode.ADAPTIVE) ? ", " + handshake + " handshake" : "",
				optimistic ? ", optimistic" : "", (previous != null) ? ", through " + previous : "");
	}

}
