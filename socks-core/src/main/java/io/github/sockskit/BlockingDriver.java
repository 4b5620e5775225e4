package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.protocol.HandshakeException;
import io.github.sockskit.internal.protocol.Stage;
import io.github.sockskit.internal.transport.Deadline;

/**
 * Moves bytes between a connection to the proxy and a handshake, and knows no message.
 */
final class BlockingDriver {

	/** How far a handshake is run. */
	enum Until {

		/** The proxy has selected a method (SOCKS5). */
		METHOD_SELECTED,

		/** Data may be sent, though replies are still awaited; or it has succeeded. */
		DATA_MAY_FOLLOW,

		/** It has succeeded. */
		OVER

	}

	private BlockingDriver() {
	}

	/**
	 * Runs a handshake, or goes on with one. What it has to send then has left, unless a
	 * method was all that was awaited. The read timeout of the connection is not
	 * restored.
	 * @throws HandshakeException if it failed
	 * @throws IOException if the connection did, a {@code SocketTimeoutException} if the
	 * deadline was passed
	 */
	static void run(Handshake handshake, Until until, Transport transport, Socket connection, Deadline deadline)
			throws IOException, HandshakeException {
		InputStream in = connection.getInputStream();
		OutputStream out = connection.getOutputStream();
		ByteBuffer received = ByteBuffer.allocate(32);
		while (true) {
			ByteBuffer message = handshake.mayBlock() ? transport.awaitOutput(handshake, deadline) : handshake.output();
			if (message.hasRemaining()) {
				out.write(message.array(), message.arrayOffset() + message.position(), message.remaining());
			}
			int need = handshake.need();
			if (need == 0 || (until == Until.DATA_MAY_FOLLOW && handshake.dataMayFollow())) {
				return;
			}
			if (need > received.capacity()) {
				received = ByteBuffer.allocate(need);
			}
			// The only limit a socket has is one on each read, so each gets what is left.
			connection.setSoTimeout(deadline.remainingMillis());
			int count = in.read(received.array(), 0, need);
			if (count < 0) {
				throw handshake.closed();
			}
			handshake.feed(received.clear().limit(count));
			if (until == Until.METHOD_SELECTED && handshake.stage() != Stage.METHOD) {
				return;
			}
		}
	}

}
