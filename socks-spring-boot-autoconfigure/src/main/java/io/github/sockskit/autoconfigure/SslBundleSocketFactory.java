package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Speaks TLS over connections that are there, as an SSL bundle says: with its
 * certificates, ciphers and protocols. Another bundle, such as one that was reloaded,
 * counts from the next connection on.
 */
final class SslBundleSocketFactory extends SSLSocketFactory {

	private final Supplier<@Nullable SslBundle> bundles;

	private volatile Tls current;

	/**
	 * @param first the bundle to begin with
	 * @param bundles asked at each connection; {@code null} leaves it as it was
	 * @throws IllegalArgumentException if the JVM knows no such cipher or protocol
	 * @throws IllegalStateException if the bundle cannot be used
	 */
	SslBundleSocketFactory(SslBundle first, Supplier<@Nullable SslBundle> bundles) throws IOException {
		this.bundles = bundles;
		this.current = Tls.of(first);
		try (SSLSocket trial = (SSLSocket) current.sockets().createSocket()) {
			current.apply(trial);
		}
	}

	@Override
	public Socket createSocket(Socket connection, String host, int port, boolean autoClose) throws IOException {
		Tls tls = current();
		SSLSocket socket = (SSLSocket) tls.sockets().createSocket(connection, host, port, autoClose);
		tls.apply(socket);
		return socket;
	}

	/** Two threads may both take a new bundle up: either will do. */
	private Tls current() throws SSLException {
		SslBundle bundle = bundles.get();
		Tls tls = current;
		if (bundle == null || bundle == tls.bundle()) {
			return tls;
		}
		try {
			tls = Tls.of(bundle);
		}
		catch (IllegalStateException ex) {
			throw new SSLException("the SSL bundle cannot be used: " + ex.getMessage(), ex);
		}
		current = tls;
		return tls;
	}

	@Override
	public String[] getDefaultCipherSuites() {
		return current.sockets().getDefaultCipherSuites();
	}

	@Override
	public String[] getSupportedCipherSuites() {
		return current.sockets().getSupportedCipherSuites();
	}

	@Override
	public Socket createSocket(String host, int port) {
		throw onlyOverAConnection();
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
		throw onlyOverAConnection();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) {
		throw onlyOverAConnection();
	}

	@Override
	public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
		throw onlyOverAConnection();
	}

	private static UnsupportedOperationException onlyOverAConnection() {
		return new UnsupportedOperationException("the dialer connects to the proxy");
	}

	private record Tls(SslBundle bundle, SSLSocketFactory sockets) {

		static Tls of(SslBundle bundle) {
			return new Tls(bundle, bundle.createSslContext().getSocketFactory());
		}

		void apply(SSLSocket socket) {
			SslOptions options = bundle.getOptions();
			String[] ciphers = options.getCiphers();
			if (ciphers != null) {
				socket.setEnabledCipherSuites(ciphers);
			}
			String[] protocols = options.getEnabledProtocols();
			if (protocols != null) {
				socket.setEnabledProtocols(protocols);
			}
		}

	}

}
