package io.github.sockskit.benchmarks.contender;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;

/** The JDK's own: a socket with a proxy. */
final class JdkClient implements TunnelClient {

	private final Proxy proxy;

	private JdkClient(Proxy proxy) {
		this.proxy = proxy;
	}

	static JdkClient of(ProxyAccess proxy) {
		JdkCredentials.use(proxy);
		return new JdkClient(new Proxy(Proxy.Type.SOCKS, proxy.address()));
	}

	@Override
	public Tunnel open(String host, int port) throws IOException {
		Socket socket = new Socket(proxy);
		try {
			socket.connect(InetSocketAddress.createUnresolved(host, port), ProxyAccess.TIMEOUT_MILLIS);
			return SocketTunnel.of(socket);
		}
		catch (Throwable ex) {
			socket.close();
			throw ex;
		}
	}

}
