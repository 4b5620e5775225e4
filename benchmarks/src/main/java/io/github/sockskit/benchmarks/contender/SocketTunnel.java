package io.github.sockskit.benchmarks.contender;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A tunnel that is a socket, with its streams: who opens a tunnel is going to use it.
 *
 * @param socket connected to the target
 * @param in what the target says
 * @param out what it is told
 */
public record SocketTunnel(Socket socket, InputStream in, OutputStream out) implements Tunnel {

	/**
	 * Takes the streams.
	 * @param socket connected to the target
	 * @return the tunnel
	 * @throws IOException if there are none
	 */
	public static SocketTunnel of(Socket socket) throws IOException {
		return new SocketTunnel(socket, socket.getInputStream(), socket.getOutputStream());
	}

	@Override
	public void exchange(byte[] request) throws IOException {
		out.write(request);
		if (in.read() < 0) {
			throw new EOFException("closed without an answer");
		}
	}

	@Override
	public void close() throws IOException {
		socket.setSoLinger(true, 0);
		socket.close();
	}

}
