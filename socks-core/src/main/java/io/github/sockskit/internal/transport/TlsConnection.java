package io.github.sockskit.internal.transport;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * TLS over the connection to the proxy, which is known to be that proxy.
 */
public final class TlsConnection implements Closeable {

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
	public static TlsConnection over(Socket connection, SSLSocketFactory factory, String host, int port,
			Deadline deadline) throws IOException {
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

	/** For the handshake, and to end data. */
	public Socket socket() {
		return socket;
	}

	/**
	 * For reading. Once this side is closed that fails as in any socket, where TLS would
	 * say that the proxy had ended.
	 * @param owner what closing the stream closes
	 */
	public InputStream inputStream(Closeable owner) throws IOException {
		return new FilterInputStream(socket.getInputStream()) {

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				try {
					int count = in.read(bytes, offset, length);
					if (count < 0) {
						carrier.requireOpen();
					}
					return count;
				}
				catch (IOException ex) {
					carrier.requireOpen();
					throw ex;
				}
			}

			@Override
			public void close() throws IOException {
				owner.close();
			}

		};
	}

	/**
	 * For writing.
	 * @param owner what closing the stream closes
	 */
	public OutputStream outputStream(Closeable owner) throws IOException {
		return new FilterOutputStream(socket.getOutputStream()) {

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				out.write(bytes, offset, length);
			}

			@Override
			public void close() throws IOException {
				owner.close();
			}

		};
	}

	/** Limits all reads together, or with {@code null} each by the timeout set. */
	public void limit(@Nullable Deadline deadline) {
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
