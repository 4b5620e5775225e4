package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;

import io.github.sockskit.SocksSocket;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of an application's own factory, if they are a dialer's: another would
 * connect past the proxy.
 */
final class SocksSocketsOnly implements DetachedSocketFactory {

	private final DetachedSocketFactory sockets;

	SocksSocketsOnly(DetachedSocketFactory sockets) {
		this.sockets = sockets;
	}

	@Override
	public Socket create(@Nullable Proxy proxy) throws IOException {
		Socket socket = sockets.create(proxy);
		if (socket instanceof SocksSocket) {
			return socket;
		}
		socket.close();
		throw new IllegalStateException("The DetachedSocketFactory of the application makes %s, which would connect "
			.formatted(socket.getClass().getName()) + "past the SOCKS proxy. Let it make sockets of the SocksDialer.");
	}

}
