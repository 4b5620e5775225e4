package io.github.sockskit;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * TLS over the connection to the proxy, which is known to be that proxy.
 */
final class TlsConnection implements Closeable {

	private final TlsCarrier carrier;

	private final SSLSocket socket;

	private TlsConnection(TlsCarrier carrier, SSLSocket socket) {
		this.carrier = carrier;
		this.socket = socket;
	}

	/**
	 * Shakes hands.
	 * @param host whose certificate it has to be; a name goes out as SNI
	 * @throws IOException if that failed, often with what the connection threw as its
	 * cause
	 */
	static TlsConnection over(Socket connection, SSLSocketFactory factory, String host, int port, Deadline deadline)
			throws IOException {
		TlsCarrier carrier = new TlsCarrier(connection);
		carrier.limit(deadline);
		SSLSocket socket = (SSLSocket) factory.createSocket(carrier, host, port, true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		carrier.limit(null);
		return new TlsConnection(carrier, socket);
	}

	/** For data. Addresses and options are better asked of the connection itself. */
	Socket socket() {
		return socket;
	}

	/** Limits all reads together, or with {@code null} each by the timeout set. */
	void limit(@Nullable Deadline deadline) {
		carrier.limit(deadline);
	}

	/**
	 * Says goodbye, unless somebody is writing, whose record would have to end first. It
	 * is for whoever closes the connection, which comes next, to do so whatever happens
	 * here.
	 */
	@Override
	public void close() throws IOException {
		if (carrier.reserveWrites()) {
			socket.close();
		}
	}

}
