package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

import io.github.sockskit.protocol.Handshake;
import io.github.sockskit.protocol.HandshakeException;
import io.github.sockskit.protocol.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes between a connection to the proxy and a handshake, and knows no message.
 */
final class BlockingDriver {

	private BlockingDriver() {
	}

	/**
	 * Runs a handshake to its end, or until the reply that a stage awaits has come. The
	 * read timeout of the connection is not restored.
	 * @param last that stage, {@code null} for the end
	 * @throws HandshakeException if it failed
	 * @throws IOException if the connection did, a {@code SocketTimeoutException} if the
	 * deadline was passed
	 */
	static void run(Handshake handshake, @Nullable Stage last, Transport transport, Socket connection,
			Deadline deadline) throws IOException, HandshakeException {
		InputStream in = connection.getInputStream();
		OutputStream out = connection.getOutputStream();
		byte[] received = new byte[32];
		while (true) {
			ByteBuffer message = handshake.mayBlock() ? transport.awaitOutput(handshake, deadline) : handshake.output();
			if (message.hasRemaining()) {
				out.write(message.array(), message.arrayOffset() + message.position(), message.remaining());
			}
			int need = handshake.need();
			if (need == 0) {
				return;
			}
			if (need > received.length) {
				received = new byte[need];
			}
			// The only limit a socket has is one on each read, so each gets what is left.
			connection.setSoTimeout(deadline.remainingMillis());
			int count = in.read(received, 0, need);
			if (count < 0) {
				throw handshake.closed();
			}
			handshake.feed(ByteBuffer.wrap(received, 0, count));
			if (last != null && handshake.stage() != last) {
				return;
			}
		}
	}

}
