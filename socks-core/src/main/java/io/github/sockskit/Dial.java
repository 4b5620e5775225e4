package io.github.sockskit;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import javax.net.ssl.SSLException;

import io.github.sockskit.BlockingDriver.Until;
import io.github.sockskit.internal.protocol.Address;
import io.github.sockskit.internal.protocol.Command;
import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.protocol.HandshakeException;
import io.github.sockskit.internal.protocol.Socks4Handshake;
import io.github.sockskit.internal.protocol.Socks5Handshake;
import io.github.sockskit.internal.protocol.Stage;
import io.github.sockskit.internal.transport.Deadline;
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

	private final Deadline deadline;

	private final Connector connector;

	/** There from the beginning, so that what cannot be sent is refused then. */
	private final @Nullable Handshake ready;

	private @Nullable InetAddress lookedUp;

	private @Nullable Exchange exchange;

	private long start;

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
		this.deadline = deadline;
		this.connector = new Connector(this, dialer);
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

	/** What failures name; made when there is one. */
	Hop hop() {
		return dialer.hop(command, (command != Command.UDP_ASSOCIATE) ? target(dialer.dns()) : null);
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
	 * @return the handshake, which has succeeded; or, if the dialer is optimistic, may
	 * have replies to come that {@link #finish} reads
	 * @throws SocksException if a step failed
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	Handshake run(Transport transport) throws IOException {
		start = System.nanoTime();
		try {
			Handshake handshake = (ready != null) ? ready : handshakeWithAddress(transport);
			Socket connection = connector.connect(transport);
			if (command == Command.UDP_ASSOCIATE && connection.getInetAddress() instanceof Inet6Address) {
				// Of the connection's family, though it is unspecified: Dante wants so.
				handshake = handshake(Address.of("::", 0));
			}
			if (command == Command.CONNECT && handshake instanceof Socks5Handshake socks5) {
				Exchange steps = new Exchange(this, transport, dialer.pipelining());
				exchange = steps;
				handshake = steps.run(socks5, connection);
			}
			else {
				shakeHands(handshake, until(), transport, connection, deadline);
			}
			if (handshake.need() == 0) {
				logGranted(handshake);
			}
			else if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
				log("was asked for", "not waited for");
			}
			return handshake;
		}
		catch (IOException ex) {
			logFailure(ex);
			throw ex;
		}
	}

	/** How far a handshake is run before data may be sent. */
	Until until() {
		return (dialer.isOptimistic() && command == Command.CONNECT) ? Until.DATA_MAY_FOLLOW : Until.OVER;
	}

	/**
	 * Reads the replies that {@link #run} has left.
	 * @param limit when to give up for now, the budget's end or an earlier one
	 * @throws SocketTimeoutException if the limit was passed, but not the budget; this
	 * can be called again
	 * @throws SocksException if a step failed
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	void finish(Handshake handshake, Transport transport, Deadline limit) throws IOException {
		try {
			shakeHands(handshake, Until.OVER, transport, transport.data(), limit);
			logGranted(handshake);
		}
		catch (SocksTimeoutException ex) {
			if (ex.getHop() != hop().number()) {
				throw ex;
			}
			if (!deadline.isOver()) {
				throw new SocketTimeoutException("Read timed out, and the replies of %s had not come".formatted(hop()));
			}
			throw failedLate(timedOut(handshake, deadline, ex.timeout()), handshake);
		}
		catch (SocksException ex) {
			throw failedLate(ex, handshake);
		}
	}

	private SocksException failedLate(SocksException failure, Handshake handshake) {
		logFailure(failure);
		Exchange steps = exchange;
		if (steps != null) {
			steps.failedLate(failure, handshake);
		}
		return failure;
	}

	private void logGranted(Handshake handshake) {
		if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
			boolean ahead = handshake instanceof Socks5Handshake socks5 && socks5.isPipelined();
			log("granted", (ahead ? "in one write, " : "") + "bound to " + handshake.boundAddress());
		}
	}

	private void logFailure(IOException ex) {
		if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
			log("failed to grant", ex.toString());
		}
	}

	private void log(String outcome, String detail) {
		Hop hop = hop();
		LOG.log(System.Logger.Level.DEBUG, "%s %s %s %s in %d us: %s".formatted(hop, outcome, command, hop.goal(),
				(System.nanoTime() - start) / 1000, detail));
	}

	/**
	 * A connection for the same dial once more.
	 * @throws IOException as {@link #run} does
	 */
	Socket connect(Transport transport) throws IOException {
		return connector.connect(transport);
	}

	/** A handshake for the same dial once more, whose address is known. */
	Socks5Handshake another() {
		return (Socks5Handshake) handshake((lookedUp != null) ? Address.of(lookedUp, endpoint.getPort()) : address);
	}

	Deadline deadline() {
		return deadline;
	}

	/** What a failure says about the proxy. */
	Ending ending(IOException failure, Handshake handshake) {
		return Ending.of(failure, handshake, hop().number());
	}

	/** Takes the first address that can be sent. */
	private Handshake handshakeWithAddress(Transport transport) throws IOException {
		for (InetAddress candidate : Connector.lookUp(hop(), address.host(), true, transport, deadline)) {
			try {
				Handshake handshake = handshake(Address.of(candidate, endpoint.getPort()));
				lookedUp = candidate;
				return handshake;
			}
			catch (IllegalArgumentException ex) {
				// IPv6 with SOCKS4, a zone id: the next may do
			}
		}
		throw SocksConnectException.noSuchAddress(hop(), address.host());
	}

	private SocksTimeoutException timedOut(Handshake handshake, Deadline limit, SocketTimeoutException ex) {
		boolean answered = handshake.stage() != Stage.METHOD;
		boolean decreed = dialer.handshake() == HandshakeMode.PIPELINED && handshake instanceof Socks5Handshake socks5
				&& socks5.isPipelined();
		return new SocksTimeoutException(Step.of(handshake.stage()), hop(), limit, ex,
				(answered && decreed) ? "; or the proxy cannot take a pipelined handshake: try an adaptive one" : "");
	}

	/**
	 * Runs a handshake, or goes on with one, as far as it shall get.
	 * @throws SocksException if it failed; after a {@link SocksTimeoutException} it can
	 * go on
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	void shakeHands(Handshake handshake, Until until, Transport transport, Socket connection, Deadline limit)
			throws IOException {
		transport.limit(limit);
		try {
			BlockingDriver.run(handshake, until, transport, connection, limit);
			transport.encapsulate(handshake.unwrapper());
		}
		catch (HandshakeException ex) {
			// TLS that is closed here looks as if the proxy had closed it.
			transport.requireOpen();
			throw SocksException.of(hop(), ex);
		}
		catch (SocketTimeoutException ex) {
			throw timedOut(handshake, limit, ex);
		}
		catch (IOException ex) {
			transport.requireOpen();
			Connector.rethrowEarlierHop(ex);
			Connector.rethrowInterruption(ex);
			if (ex instanceof SSLException) {
				// In TLS 1.3 the proxy judges our certificate after the handshake is over
				// here.
				throw SocksConnectException.notSecured(hop(), ex);
			}
			throw new SocksProtocolException(hop(), handshake.closed(), ex);
		}
		finally {
			transport.limit(null);
		}
	}

}
