package io.github.sockskit.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Answers every request without a body by the same two bytes, pipelined ones, too. */
final class HttpTarget implements Ready {

	private static final String END = "\r\n\r\n";

	private static final byte[] KEPT = response("keep-alive");

	private static final byte[] CLOSED = response("close");

	private final StringBuilder received = new StringBuilder();

	private static byte[] response(String connection) {
		return ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: " + connection + END
				+ "ok")
			.getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void ready(SelectionKey key) throws IOException {
		ByteBuffer in = ByteBuffer.allocate(1024);
		if (((SocketChannel) key.channel()).read(in) < 0) {
			Loop.close(key);
			return;
		}
		take(key, in.flip());
	}

	void take(SelectionKey key, ByteBuffer in) throws IOException {
		received.append(StandardCharsets.US_ASCII.decode(in));
		for (int end = received.indexOf(END); end >= 0; end = received.indexOf(END)) {
			boolean close = received.substring(0, end).toLowerCase(Locale.ROOT).contains("connection: close");
			received.delete(0, end + END.length());
			((SocketChannel) key.channel()).write(ByteBuffer.wrap(close ? CLOSED : KEPT));
			if (close) {
				Loop.close(key);
				return;
			}
		}
	}

}
