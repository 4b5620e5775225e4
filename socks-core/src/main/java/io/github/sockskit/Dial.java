package io.github.sockskit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.protocol.Address;
import io.github.sockskit.protocol.Command;
import io.github.sockskit.protocol.Handshake;
import io.github.sockskit.protocol.HandshakeException;
import io.github.sockskit.protocol.Socks4Handshake;
import io.github.sockskit.protocol.Socks5Handshake;
import org.jspecify.annotations.Nullable;

/**
 * One way from nothing to a granted request: look-ups, a connection to one of the proxy's
 * addresses and the handshake, all within one deadline. Knows what each failure means.
 */
final class Dial {

	private static final System.Logger LOG = System.getLogger("io.github.sockskit");

	private final SocksDialer dialer;

	private final Command command;

	private final InetSocketAddress endpoint;

	private final Address address;

	private final Hop hop;

	private final Deadline deadline;

	/** There from the beginning, so that what cannot be sent is refused then. */
	private final @Nullable Handshake ready;

	private @Nullable InetAddress lookedUp;

	/**
	 * Begins the budget.
	 * @throws IllegalArgumentException if the endpoint cannot be sent
	 */
	Dial(SocksDialer dialer, Command command, InetSocketAddress endpoint, Deadline deadline) {
		if (command == Command.CONNECT && endpoint.getPort() == 0) {
			throw new IllegalArgumentException("port 0 of %s is not in 1..65535".formatted(endpoint.getHostString()));
		}
		this.dialer = dialer;
		this.command = command;
		this.endpoint = endpoint;
		this.address = dialer.address(endpoint);
		this.hop = dialer.hop(command, (command != Command.UDP_ASSOCIATE) ? target(dialer.dns()) : null);
		this.deadline = deadline;
		boolean lookUpHere = address.isName()
				&& (dialer.dns() == DnsMode.LOCAL || dialer.proxy().version() == SocksVersion.SOCKS4);
		this.ready = lookUpHere ? null : handshake(address);
	}

	/** As the user wrote it, where that was text. */
	private HostAndPort target(DnsMode dns) {
		boolean text = endpoint.isUnresolved() || dns == DnsMode.REMOTE;
		return new HostAndPort(text ? endpoint.getHostString() : address.host(), endpoint.getPort());
	}

	/** What users see as the remote address: unresolved only if the proxy got a name. */
	InetSocketAddress remoteAddress() {
		if (!endpoint.isUnresolved() || lookedUp != null) {
			return (lookedUp != null) ? new InetSocketAddress(lookedUp, endpoint.getPort()) : endpoint;
		}
		return address.isName() ? endpoint : address.toSocketAddress();
	}

	Hop hop() {
		return hop;
	}

	private Handshake handshake(Address destination) {
		SocksProxy proxy = dialer.proxy();
		if (proxy.version() == SocksVersion.SOCKS5) {
			return new Socks5Handshake(proxy.offeredMethods(), proxy.host(), command, destination);
		}
		String userId = proxy.username();
		return new Socks4Handshake(command, destination, (userId != null) ? userId : "");
	}

	/**
	 * Goes the way. On failure the transport is left to be closed.
	 * @return the handshake, which has succeeded
	 * @throws SocksException if a step failed
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	Handshake run(Transport transport) throws IOException {
		long start = System.nanoTime();
		try {
			Handshake handshake = (ready != null) ? ready : handshakeWithAddress(transport);
			Socket connection = secure(transport, connect(transport));
			if (command == Command.UDP_ASSOCIATE && connection.getInetAddress() instanceof Inet6Address) {
				// Of the connection's family, though it is unspecified: Dante wants so.
				handshake = handshake(Address.of("::", 0));
			}
			shakeHands(hop, handshake, transport, connection, deadline);
			if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
				log("granted", "bound to " + handshake.boundAddress(), start);
			}
			return handshake;
		}
		catch (IOException ex) {
			if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
				log("failed to grant", ex.toString(), start);
			}
			throw ex;
		}
	}

	private void log(String outcome, String detail, long start) {
		LOG.log(System.Logger.Level.DEBUG, "%s %s %s %s in %d us: %s".formatted(hop, outcome, command, hop.goal(),
				(System.nanoTime() - start) / 1000, detail));
	}

	/** Takes the first address that can be sent. */
	private Handshake handshakeWithAddress(Transport transport) throws IOException {
		for (InetAddress candidate : lookUp(hop, address.host(), true, transport, deadline)) {
			try {
				Handshake handshake = handshake(Address.of(candidate, endpoint.getPort()));
				lookedUp = candidate;
				return handshake;
			}
			catch (IllegalArgumentException ex) {
				// IPv6 with SOCKS4, a zone id: the next may do
			}
		}
		throw SocksConnectException.noSuchAddress(hop, address.host());
	}

	static InetAddress[] lookUp(Hop hop, String name, boolean ofTarget, Transport transport, Deadline deadline)
			throws IOException {
		try {
			return transport.lookUp(name, deadline);
		}
		catch (SocketTimeoutException ex) {
			throw new SocksTimeoutException(Step.RESOLVE, hop, deadline, ex);
		}
		catch (SocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw SocksConnectException.notLookedUp(hop, ofTarget, ex);
		}
	}

	/** A previous hop looks up the proxy's name like that of any target. */
	private SocketAddress[] proxyAddresses(Transport transport) throws IOException {
		SocksProxy proxy = dialer.proxy();
		UnixDomainSocketAddress path = proxy.pathAddress();
		if (path != null) {
			return new SocketAddress[] { path };
		}
		if (dialer.isThroughAnother()) {
			return new SocketAddress[] { InetSocketAddress.createUnresolved(proxy.host(), proxy.port()) };
		}
		InetAddress literal = proxy.literal();
		InetAddress[] found = (literal != null) ? new InetAddress[] { literal }
				: lookUp(hop, proxy.lookUpName(), false, transport, deadline);
		SocketAddress[] addresses = new SocketAddress[found.length];
		for (int i = 0; i < found.length; i++) {
			addresses[i] = new InetSocketAddress(found[i], proxy.port());
		}
		return addresses;
	}

	/** Tries each address; one that does not answer gets no more than its share. */
	private Socket connect(Transport transport) throws IOException {
		SocketAddress[] addresses = proxyAddresses(transport);
		List<IOException> attempts = new ArrayList<>(0);
		for (int i = 0; i < addresses.length; i++) {
			try {
				Socket connection = (i == 0) ? transport.open() : transport.renew();
				connection.connect(addresses[i], deadline.shareMillis(addresses.length - i));
				transport.requireOpen();
				return connection;
			}
			catch (IOException ex) {
				transport.requireOpen();
				rethrowInterruption(ex);
				if (ex instanceof SocksException) {
					throw ex;
				}
				if (ex instanceof SocketTimeoutException timeout && deadline.isOver()) {
					throw SocksTimeoutException.connecting(hop, deadline, timeout, attempts);
				}
				ConnectException attempt = new ConnectException(shown(addresses[i]) + ": " + ex.getMessage());
				attempt.initCause(ex);
				attempts.add(attempt);
			}
		}
		throw SocksConnectException.unreachable(hop, attempts);
	}

	private static Object shown(SocketAddress address) {
		return (address instanceof InetSocketAddress inet)
				? new HostAndPort(inet.getAddress().getHostAddress(), inet.getPort()) : address;
	}

	private Socket secure(Transport transport, Socket connection) throws IOException {
		SSLSocketFactory tls = dialer.tls();
		if (tls == null) {
			return connection;
		}
		transport.limit(deadline);
		try {
			return transport.secure(tls, dialer.proxy().certifiedAddress(), deadline);
		}
		catch (IOException ex) {
			transport.requireOpen();
			IOException origin = origin(ex);
			rethrowInterruption(origin);
			if (origin instanceof SocketTimeoutException timeout) {
				throw new SocksTimeoutException(Step.TLS, hop, deadline, timeout);
			}
			throw SocksConnectException.notSecured(hop, ex);
		}
	}

	/** TLS wraps what its connection threw. */
	private static IOException origin(IOException ex) {
		IOException origin = ex;
		while (origin.getCause() instanceof IOException cause) {
			origin = cause;
		}
		return origin;
	}

	/**
	 * Runs a handshake, or goes on with one.
	 * @throws SocksException if it failed; after a {@link SocksTimeoutException} it can
	 * go on
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	static void shakeHands(Hop hop, Handshake handshake, Transport transport, Socket connection, Deadline deadline)
			throws IOException {
		transport.limit(deadline);
		try {
			BlockingDriver.run(handshake, transport, connection, deadline);
			transport.encapsulate(handshake.unwrapper());
		}
		catch (HandshakeException ex) {
			// TLS that is closed here looks as if the proxy had closed it.
			transport.requireOpen();
			throw SocksException.of(hop, ex);
		}
		catch (SocketTimeoutException ex) {
			throw new SocksTimeoutException(Step.of(handshake.stage()), hop, deadline, ex);
		}
		catch (IOException ex) {
			transport.requireOpen();
			rethrowInterruption(ex);
			if (ex instanceof SSLException) {
				// In TLS 1.3 the proxy judges our certificate after the handshake is over
				// here.
				throw SocksConnectException.notSecured(hop, ex);
			}
			throw new SocksProtocolException(hop, handshake.closed(), ex);
		}
		finally {
			transport.limit(null);
		}
	}

	/** A virtual thread's I/O ends like this when it is interrupted, others' does not. */
	private static void rethrowInterruption(IOException ex) throws IOException {
		if (Thread.currentThread().isInterrupted() && (ex.getClass() == InterruptedIOException.class
				|| (ex instanceof SocketException && "Closed by interrupt".equals(ex.getMessage())))) {
			throw ex;
		}
	}

}
