package io.github.sockskit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import io.github.sockskit.protocol.Address;
import io.github.sockskit.protocol.Command;
import io.github.sockskit.protocol.Handshake;
import io.github.sockskit.protocol.HandshakeException;
import io.github.sockskit.protocol.Socks4Handshake;
import io.github.sockskit.protocol.Socks5Handshake;
import org.jspecify.annotations.Nullable;

/**
 * One way from nothing to an open tunnel: look-ups, a connection to one of the proxy's
 * addresses and the handshake, all within one deadline. Knows what each failure means.
 */
final class Dial {

	private static final System.Logger LOG = System.getLogger("io.github.sockskit");

	private final SocksProxy proxy;

	private final InetSocketAddress endpoint;

	private final Address address;

	private final HostAndPort target;

	private final Deadline deadline;

	/** There from the beginning, so that what cannot be sent is refused then. */
	private final @Nullable Handshake ready;

	/**
	 * Begins the budget.
	 * @throws IllegalArgumentException if the endpoint cannot be sent
	 */
	Dial(SocksProxy proxy, DnsMode dns, InetSocketAddress endpoint, Deadline deadline) {
		boolean byName = endpoint.isUnresolved() || dns == DnsMode.REMOTE;
		this.proxy = proxy;
		this.endpoint = endpoint;
		this.address = byName ? Address.of(endpoint.getHostString(), endpoint.getPort())
				: Address.of(endpoint.getAddress(), endpoint.getPort());
		boolean lookUpHere = address.isName() && (dns == DnsMode.LOCAL || proxy.version() == SocksVersion.SOCKS4);
		this.target = new HostAndPort(byName ? endpoint.getHostString() : address.host(), endpoint.getPort());
		this.deadline = deadline;
		this.ready = lookUpHere ? null : handshake(address);
	}

	/** What users see as the remote address: unresolved only if it is a name. */
	InetSocketAddress remoteAddress() {
		return (endpoint.isUnresolved() && !address.isName()) ? address.toSocketAddress() : endpoint;
	}

	private Handshake handshake(Address destination) {
		if (proxy.version() == SocksVersion.SOCKS5) {
			return new Socks5Handshake(proxy.methods(), Command.CONNECT, destination);
		}
		String userId = proxy.username();
		return new Socks4Handshake(Command.CONNECT, destination, (userId != null) ? userId : "");
	}

	/**
	 * Goes the way. On failure the transport is left to be closed.
	 * @return the bound address
	 * @throws SocksException if a step failed
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	Address run(Transport transport) throws IOException {
		long start = System.nanoTime();
		try {
			Handshake handshake = (ready != null) ? ready : handshake(lookUpTarget(transport));
			Socket connection = connect(transport, proxyAddresses(transport));
			Address bound = shakeHands(transport, connection, handshake);
			log("connected to", "bound to " + bound, start);
			return bound;
		}
		catch (IOException ex) {
			log("failed to connect to", ex.toString(), start);
			throw ex;
		}
	}

	private void log(String outcome, String detail, long start) {
		if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
			LOG.log(System.Logger.Level.DEBUG, "%s %s %s in %d us: %s".formatted(proxy, outcome, target,
					(System.nanoTime() - start) / 1000, detail));
		}
	}

	private Address lookUpTarget(Transport transport) throws IOException {
		boolean ipv4Only = proxy.version() != SocksVersion.SOCKS5;
		try {
			for (InetAddress candidate : transport.lookUp(address.host(), deadline)) {
				if (!ipv4Only || candidate instanceof Inet4Address) {
					return Address.of(candidate, target.port());
				}
			}
			throw SocksConnectException.unknownTarget(proxy, target, "IPv4 address",
					new UnknownHostException(address.host()));
		}
		catch (UnknownHostException ex) {
			throw SocksConnectException.unknownTarget(proxy, target, "address", ex);
		}
		catch (SocketTimeoutException ex) {
			throw new SocksTimeoutException(Step.RESOLVE, proxy, target, deadline, ex);
		}
	}

	private InetAddress[] proxyAddresses(Transport transport) throws IOException {
		InetAddress literal = proxy.literal();
		if (literal != null) {
			return new InetAddress[] { literal };
		}
		try {
			return transport.lookUp(proxy.lookUpName(), deadline);
		}
		catch (UnknownHostException ex) {
			throw SocksConnectException.unknownProxy(proxy, target, ex);
		}
		catch (SocketTimeoutException ex) {
			throw new SocksTimeoutException(Step.RESOLVE, proxy, target, deadline, ex);
		}
	}

	/** Tries each address; one that does not answer gets no more than its share. */
	private Socket connect(Transport transport, InetAddress[] addresses) throws IOException {
		List<IOException> attempts = new ArrayList<>(0);
		for (int i = 0; i < addresses.length; i++) {
			Socket connection = (i == 0) ? transport.socket() : transport.renew();
			InetSocketAddress candidate = new InetSocketAddress(addresses[i], proxy.port());
			try {
				connection.connect(candidate, deadline.shareMillis(addresses.length - i));
				transport.requireOpen();
				return connection;
			}
			catch (IOException ex) {
				transport.requireOpen();
				rethrowInterruption(ex);
				if (ex instanceof SocketTimeoutException timeout && deadline.isOver()) {
					SocksTimeoutException failure = new SocksTimeoutException(Step.CONNECT, proxy, target, deadline,
							timeout);
					attempts.forEach(failure::addSuppressed);
					throw failure;
				}
				ConnectException attempt = new ConnectException(
						new HostAndPort(candidate.getAddress().getHostAddress(), proxy.port()) + ": "
								+ ex.getMessage());
				attempt.initCause(ex);
				attempts.add(attempt);
			}
		}
		throw SocksConnectException.unreachable(proxy, target, attempts);
	}

	private Address shakeHands(Transport transport, Socket connection, Handshake handshake) throws IOException {
		try {
			BlockingDriver.run(handshake, connection, deadline);
			return handshake.boundAddress();
		}
		catch (HandshakeException ex) {
			throw SocksException.of(proxy, target, ex);
		}
		catch (SocketTimeoutException ex) {
			throw new SocksTimeoutException(Step.of(handshake.stage()), proxy, target, deadline, ex);
		}
		catch (IOException ex) {
			transport.requireOpen();
			rethrowInterruption(ex);
			throw new SocksProtocolException(proxy, target, handshake.closed(), ex);
		}
	}

	/** A virtual thread's I/O ends like this when it is interrupted. */
	private static void rethrowInterruption(IOException ex) throws IOException {
		if (Thread.currentThread().isInterrupted()
				&& (ex.getClass() == SocketException.class || ex.getClass() == InterruptedIOException.class)) {
			throw ex;
		}
	}

}
