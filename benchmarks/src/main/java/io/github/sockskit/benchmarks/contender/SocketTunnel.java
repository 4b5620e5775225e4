package io.github.sockskit.benchmarks.contender;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;

/**
 * A tunnel that is a socket.
 *
 * @param socket connected to the target
 */
public record SocketTunnel(Socket socket) implements Tunnel {

	@Override
	public void exchange(byte[] request) throws IOException {
		socket.getOutputStream().write(request);
		if (socket.getInputStream().read() < 0) {
			throw new EOFException("closed without an answer");
		}
	}

	@Override
	public void close() throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

}
