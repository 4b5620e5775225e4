package io.github.sockskit.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a client wants to reach: a loopback server, a daemon thread for each connection.
 */
final class Target implements AutoCloseable {

	/** Remote ports of the connections so far. */
	final List<Integer> accepted = new CopyOnWriteArrayList<>();

	private final ServerSocket listener;

	private final Conversation conversation;

	private Target(String host, Conversation conversation) throws IOException {
		this.listener = new ServerSocket(0, 1024, InetAddress.getByName(host));
		this.conversation = conversation;
		daemon(this::accept);
	}

	static Target echo() throws IOException {
		return echo("127.0.0.1");
	}

	static Target echo(String host) throws IOException {
		return new Target(host, (socket) -> socket.getInputStream().transferTo(socket.getOutputStream()));
	}

	static Target of(Conversation conversation) throws IOException {
		return new Target("127.0.0.1", conversation);
	}

	InetSocketAddress address() {
		return (InetSocketAddress) this.listener.getLocalSocketAddress();
	}

	int port() {
		return this.listener.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

	private void accept() throws IOException {
		while (true) {
			Socket socket = this.listener.accept();
			this.accepted.add(socket.getPort());
			daemon(() -> {
				try (socket) {
					this.conversation.hold(socket);
				}
			});
		}
	}

	private static void daemon(Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// closed
			}
		}, "target");
		thread.setDaemon(true);
		thread.start();
	}

	/** Closed when it returns. */
	interface Conversation {

		void hold(Socket socket) throws IOException;

	}

	private interface Task {

		void run() throws IOException;

	}

}
