package io.github.sockskit.benchmarks.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Is told two numbers, takes as many bytes as the first says, and then gives as many as
 * the second. A thread per connection.
 */
final class BulkTarget implements Runnable {

	private static final int CHUNK = 64 * 1024;

	private final ServerSocket server;

	private BulkTarget(ServerSocket server) {
		this.server = server;
	}

	static BulkTarget listen(String host) throws IOException {
		return new BulkTarget(new ServerSocket(0, 0, InetAddress.getByName(host)));
	}

	int port() {
		return server.getLocalPort();
	}

	@Override
	public void run() {
		while (true) {
			try {
				Socket socket = server.accept();
				Thread thread = new Thread(() -> serve(socket), "bulk");
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static void serve(Socket connection) {
		try (Socket socket = connection) {
			DataInputStream in = new DataInputStream(socket.getInputStream());
			OutputStream out = socket.getOutputStream();
			byte[] chunk = new byte[CHUNK];
			while (true) {
				long take = in.readLong();
				long give = in.readLong();
				while (take > 0) {
					int read = in.read(chunk, 0, (int) Math.min(take, CHUNK));
					if (read < 0) {
						return;
					}
					take -= read;
				}
				for (; give > 0; give -= CHUNK) {
					out.write(chunk, 0, (int) Math.min(give, CHUNK));
				}
			}
		}
		catch (IOException ex) {
			// The client is done.
		}
	}

}
