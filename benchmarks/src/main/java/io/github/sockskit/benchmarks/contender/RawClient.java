package io.github.sockskit.benchmarks.contender;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The floor: the bytes of a handshake with this one proxy, put together once, on a plain
 * socket. What differs from the one success that it knows is a failure. No budget covers
 * it all; TCP's connect and each read have theirs, as cheap as can be.
 */
final class RawClient implements TunnelClient {

	private static final byte[] AUTHENTICATED = { 1, 0 };

	/**
	 * Up to a bound address 0.0.0.0:0, which is what the proxy of the benchmarks says.
	 */
	private static final byte[] CONNECTED = { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 };

	private final ProxyAccess proxy;

	private final byte[] greeting;

	private final byte[] selected;

	private final byte[] authentication;

	private RawClient(ProxyAccess proxy, byte[] greeting, byte[] selected, byte[] authentication) {
		this.proxy = proxy;
		this.greeting = greeting;
		this.selected = selected;
		this.authentication = authentication;
	}

	static RawClient of(ProxyAccess proxy) {
		if (!proxy.withPassword()) {
			return new RawClient(proxy, new byte[] { 5, 1, 0 }, new byte[] { 5, 0 }, new byte[0]);
		}
		byte[] authentication = join(new byte[] { 1 }, counted(Authentication.USER),
				counted(Authentication.PASSWORD_OF_USER));
		return new RawClient(proxy, new byte[] { 5, 2, 0, 2 }, new byte[] { 5, 2 }, authentication);
	}

	@Override
	public Tunnel open(String host, int port) throws IOException {
		Socket socket = new Socket(Proxy.NO_PROXY);
		try {
			socket.connect(proxy.address(), ProxyAccess.TIMEOUT_MILLIS);
			socket.setSoTimeout(ProxyAccess.TIMEOUT_MILLIS);
			exchange(socket, greeting, selected);
			if (authentication.length > 0) {
				exchange(socket, authentication, AUTHENTICATED);
			}
			exchange(socket, request(host, port), CONNECTED);
			socket.setSoTimeout(0);
			return SocketTunnel.of(socket);
		}
		catch (Throwable ex) {
			socket.close();
			throw ex;
		}
	}

	private static void exchange(Socket socket, byte[] message, byte[] expected) throws IOException {
		socket.getOutputStream().write(message);
		InputStream in = socket.getInputStream();
		byte[] reply = new byte[expected.length];
		for (int length = 0; length < reply.length;) {
			int read = in.read(reply, length, reply.length - length);
			if (read < 0) {
				throw new EOFException("closed in mid-handshake");
			}
			length += read;
		}
		if (!Arrays.equals(reply, expected)) {
			throw new IOException("refused: " + Arrays.toString(reply));
		}
	}

	private static byte[] request(String host, int port) {
		byte[] name = counted(host);
		byte[] request = Arrays.copyOf(new byte[] { 5, 1, 0, 3 }, 4 + name.length + 2);
		System.arraycopy(name, 0, request, 4, name.length);
		request[request.length - 2] = (byte) (port >> 8);
		request[request.length - 1] = (byte) port;
		return request;
	}

	private static byte[] counted(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		return join(new byte[] { (byte) bytes.length }, bytes);
	}

	private static byte[] join(byte[]... parts) {
		byte[] joined = {};
		for (byte[] part : parts) {
			int length = joined.length;
			joined = Arrays.copyOf(joined, length + part.length);
			System.arraycopy(part, 0, joined, length, part.length);
		}
		return joined;
	}

}
