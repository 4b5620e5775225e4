package io.github.sockskit.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HexFormat;

/**
 * A client that knows bytes only. Bytes are written and read as hexadecimal text.
 */
final class RawClient implements AutoCloseable {

	static final String GREETING = "05 01 00";

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private final Socket socket = new Socket(Proxy.NO_PROXY);

	RawClient(SocksServer server) throws IOException {
		this.socket.connect(server.address());
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout(10_000);
	}

	/** All of it in one segment. */
	RawClient send(String bytes) throws IOException {
		this.socket.getOutputStream().write(HEX.parseHex(bytes));
		return this;
	}

	RawClient sendText(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes());
		return this;
	}

	/** SOCKS5 without authentication, up to the server's method. */
	RawClient greet() throws IOException {
		send(GREETING);
		receive(2);
		return this;
	}

	/** SOCKS5 CONNECT, up to the end of an IPv4 reply. */
	RawClient connect(InetSocketAddress target) throws IOException {
		greet().send(connectRequest(target));
		receive(10);
		return this;
	}

	static String connectRequest(InetSocketAddress target) {
		return "05 01 00 01 " + HEX.formatHex(target.getAddress().getAddress()) + " " + port(target.getPort());
	}

	static String port(int port) {
		return HEX.formatHex(new byte[] { (byte) (port >> 8), (byte) port });
	}

	static String hex(String text) {
		return HEX.formatHex(text.getBytes());
	}

	/** That many bytes, or fewer if the server ends before. */
	String receive(int bytes) throws IOException {
		return HEX.formatHex(this.socket.getInputStream().readNBytes(bytes));
	}

	String receiveText(int bytes) throws IOException {
		return new String(this.socket.getInputStream().readNBytes(bytes));
	}

	/** What one read returns. */
	String receiveOnce() throws IOException {
		byte[] chunk = new byte[1024];
		int length = this.socket.getInputStream().read(chunk);
		return HEX.formatHex(chunk, 0, Math.max(length, 0));
	}

	String receiveToEnd() throws IOException {
		return HEX.formatHex(this.socket.getInputStream().readAllBytes());
	}

	boolean hearsNothing() throws IOException {
		this.socket.setSoTimeout(100);
		try {
			this.socket.getInputStream().read();
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(10_000);
		}
	}

	void endOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
