package io.github.sockskit.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import io.github.sockskit.benchmarks.contender.Authentication;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS5 and SOCKS4A, CONNECT only, well-formed messages only. Takes what comes in one
 * read and answers it in one write, be it one message or all.
 */
final class SocksSession implements Ready {

	/** The host of the target that is in the proxy itself. */
	static final String INSIDE = "target.test";

	private static final int SOCKS4 = 4;

	private static final int SOCKS5 = 5;

	private final Loop loop;

	private final Authentication authentication;

	private final ByteBuffer in = ByteBuffer.allocate(1024);

	private final ByteBuffer out = ByteBuffer.allocate(64);

	private Stage stage = Stage.GREETING;

	private @Nullable String host;

	private int port;

	SocksSession(Loop loop, Authentication authentication) {
		this.loop = loop;
		this.authentication = authentication;
	}

	@Override
	public void ready(SelectionKey key) throws IOException {
		SocketChannel client = (SocketChannel) key.channel();
		if (client.read(in) < 0) {
			Loop.close(key);
			return;
		}
		in.flip();
		while (stage != Stage.CONNECT && in.hasRemaining() && readMessage()) {
			// The next may be there already.
		}
		if (stage == Stage.CONNECT) {
			connect(key);
			return;
		}
		in.compact();
		client.write(out.flip());
		out.clear();
	}

	private boolean readMessage() throws IOException {
		in.mark();
		try {
			switch (stage) {
				case GREETING -> greeting();
				case AUTHENTICATION -> authentication();
				default -> request();
			}
			return true;
		}
		catch (BufferUnderflowException ex) {
			in.reset();
			return false;
		}
	}

	private void greeting() throws IOException {
		if (in.get(in.position()) == SOCKS4) {
			request4();
			return;
		}
		require(in.get() == SOCKS5);
		int method = (authentication == Authentication.NONE) ? 0 : 2;
		boolean offered = false;
		for (byte candidate : bytes()) {
			offered |= candidate == method;
		}
		require(offered);
		out.put((byte) SOCKS5).put((byte) method);
		stage = (method == 0) ? Stage.REQUEST : Stage.AUTHENTICATION;
	}

	private void authentication() throws IOException {
		require(in.get() == 1);
		require(text(bytes()).equals(Authentication.USER));
		require(text(bytes()).equals(Authentication.PASSWORD_OF_USER));
		out.put((byte) 1).put((byte) 0);
		stage = Stage.REQUEST;
	}

	private void request() throws IOException {
		require(in.get() == SOCKS5 && in.get() == 1);
		in.get();
		host = switch (in.get()) {
			case 1 -> literal(4);
			case 3 -> text(bytes());
			case 4 -> literal(16);
			default -> throw new IOException("no such type of address");
		};
		port = in.getShort() & 0xFFFF;
		out.put(new byte[] { SOCKS5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
		stage = Stage.CONNECT;
	}

	private void request4() throws IOException {
		require(in.get() == SOCKS4 && in.get() == 1);
		port = in.getShort() & 0xFFFF;
		boolean named = (in.getInt(in.position()) >>> 8) == 0;
		String literal = literal(4);
		terminated();
		host = named ? terminated() : literal;
		out.put(new byte[] { 0, 90, 0, 0, 0, 0, 0, 0 });
		stage = Stage.CONNECT;
	}

	private byte[] bytes() {
		byte[] bytes = new byte[in.get() & 0xFF];
		in.get(bytes);
		return bytes;
	}

	private String literal(int length) throws IOException {
		byte[] bytes = new byte[length];
		in.get(bytes);
		return InetAddress.getByAddress(bytes).getHostAddress();
	}

	private String terminated() {
		StringBuilder text = new StringBuilder();
		for (char next = (char) in.get(); next != 0; next = (char) in.get()) {
			text.append(next);
		}
		return text.toString();
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.US_ASCII);
	}

	private static void require(boolean condition) throws IOException {
		if (!condition) {
			throw new IOException("not what a contender says");
		}
	}

	private void connect(SelectionKey key) throws IOException {
		if (INSIDE.equals(host)) {
			((SocketChannel) key.channel()).write(out.flip());
			HttpTarget target = new HttpTarget();
			key.attach(target);
			target.take(key, in);
			return;
		}
		// Only literals are left: no look-up blocks the loop.
		Relay.connect(loop, key, new InetSocketAddress(host, port), out.flip(), in);
	}

	private enum Stage {

		GREETING, AUTHENTICATION, REQUEST, CONNECT

	}

}
