package io.github.sockskit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;

import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;

/**
 * Gives out sockets that dial through a proxy. Two for one dialer are equal, since
 * libraries key their pools by the factory.
 */
final class SocksSocketFactory extends SocketFactory {

	private final SocksDialer dialer;

	SocksSocketFactory(SocksDialer dialer) {
		this.dialer = dialer;
	}

	@Override
	public Socket createSocket() throws IOException {
		return new SocksSocket(dialer);
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return dialer.connect(host, port);
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		HostAndPort target = new HostAndPort(host, port);
		return connected(InetSocketAddress.createUnresolved(target.host(), target.port()),
				new InetSocketAddress(localHost, localPort));
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return connected(new InetSocketAddress(Objects.requireNonNull(host, "host"), port), null);
	}

	@Override
	public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
		return connected(new InetSocketAddress(Objects.requireNonNull(host, "host"), port),
				new InetSocketAddress(localHost, localPort));
	}

	private Socket connected(InetSocketAddress endpoint, @Nullable InetSocketAddress local) throws IOException {
		SocksSocket socket = new SocksSocket(dialer);
		try {
			if (local != null) {
				socket.bind(local);
			}
			socket.connect(endpoint);
			return socket;
		}
		catch (Throwable ex) {
			socket.close();
			throw ex;
		}
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SocksSocketFactory that && dialer == that.dialer;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(dialer);
	}

	@Override
	public String toString() {
		return "SocksSocketFactory[%s]".formatted(dialer);
	}

}
