package io.github.sockskit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.internal.transport.Deadline;

/**
 * The way to the proxy: the look-up of its name, a connection to one of its addresses,
 * and TLS, all within the deadline of a dial. Knows what each failure means.
 */
final class Connector {

	private final Dial dial;

	private final SocksDialer dialer;

	Connector(Dial dial, SocksDialer dialer) {
		this.dial = dial;
		this.dialer = dialer;
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
		if (dialer.isThroughAnother()) {
			return new SocketAddress[] { InetSocketAddress.createUnresolved(proxy.host(), proxy.port()) };
		}
		SocketAddress known = proxy.socketAddress();
		if (known != null) {
			return new SocketAddress[] { known };
		}
		InetAddress[] found = lookUp(dial.hop(), proxy.lookUpName(), false, transport, dial.deadline());
		SocketAddress[] addresses = new SocketAddress[found.length];
		for (int i = 0; i < found.length; i++) {
			addresses[i] = new InetSocketAddress(found[i], proxy.port());
		}
		return addresses;
	}

	/**
	 * Connects, in TLS if that is the way. Can be called again, for another connection.
	 * @throws SocksException if a step failed
	 * @throws SocketException if the transport was closed or the thread interrupted
	 */
	Socket connect(Transport transport) throws IOException {
		return secure(transport, connectToAddress(transport));
	}

	/** Tries each address; one that does not answer gets no more than its share. */
	private Socket connectToAddress(Transport transport) throws IOException {
		SocketAddress[] addresses = proxyAddresses(transport);
		Deadline deadline = dial.deadline();
		List<IOException> attempts = new ArrayList<>(0);
		for (int i = 0; i < addresses.length; i++) {
			try {
				Socket connection = transport.next();
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
					throw SocksTimeoutException.connecting(dial.hop(), deadline, timeout, attempts);
				}
				ConnectException attempt = new ConnectException(shown(addresses[i]) + ": " + ex.getMessage());
				attempt.initCause(ex);
				attempts.add(attempt);
			}
		}
		throw SocksConnectException.unreachable(dial.hop(), attempts);
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
		Deadline deadline = dial.deadline();
		transport.limit(deadline);
		try {
			return transport.secure(tls, dialer.proxy().certifiedAddress(), deadline);
		}
		catch (IOException ex) {
			transport.requireOpen();
			rethrowEarlierHop(ex);
			IOException origin = origin(ex);
			rethrowInterruption(origin);
			if (origin instanceof SocketTimeoutException timeout) {
				throw new SocksTimeoutException(Step.TLS, dial.hop(), deadline, timeout);
			}
			throw SocksConnectException.notSecured(dial.hop(), ex);
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

	/** A hop before was optimistic, and its failure shows where the next one reads. */
	static void rethrowEarlierHop(IOException ex) throws SocksException {
		for (Throwable each = ex; each != null; each = each.getCause()) {
			if (each instanceof SocksException earlier) {
				throw earlier;
			}
		}
	}

	/** A virtual thread's I/O ends like this when it is interrupted, others' does not. */
	static void rethrowInterruption(IOException ex) throws IOException {
		if (Thread.currentThread().isInterrupted() && (ex.getClass() == InterruptedIOException.class
				|| (ex instanceof SocketException && "Closed by interrupt".equals(ex.getMessage())))) {
			throw ex;
		}
	}

}
