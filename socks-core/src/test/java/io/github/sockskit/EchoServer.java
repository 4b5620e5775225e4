package io.github.sockskit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A target: sends its banner, then everything it receives. */
final class EchoServer implements AutoCloseable {

	private final ServerSocket listener;

	private final byte[] banner;

	EchoServer(String banner) {
		try {
			this.listener = new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.banner = banner.getBytes();
		start("accept", this::accept);
	}

	InetSocketAddress address() {
		return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
	}

	private void accept() {
		while (!listener.isClosed()) {
			try {
				Socket client = listener.accept();
				start("echo", () -> echo(client));
			}
			catch (IOException ex) {
				// closed
			}
		}
	}

	private void echo(Socket client) {
		try (client) {
			client.getOutputStream().write(banner);
			client.getInputStream().transferTo(client.getOutputStream());
		}
		catch (IOException ex) {
			// the client is gone
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, "echo-server-" + name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		listener.close();
	}

}
