package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A proxy for one connection, which says and expects what is written down. */
final class DialogueProxy implements AutoCloseable {

	interface Script {

		void run(Connection connection) throws IOException;

	}

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private final ServerSocket listener;

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private volatile Socket accepted;

	DialogueProxy(Script script) throws IOException {
		this.listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
		Thread thread = new Thread(() -> run(script), "dialogue-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private void run(Script script) {
		try (Socket socket = listener.accept()) {
			accepted = socket;
			script.run(new Connection(socket));
			end.complete(null);
		}
		catch (Throwable ex) {
			end.completeExceptionally(ex);
		}
	}

	int port() {
		return listener.getLocalPort();
	}

	/** Fails if the script did. */
	void awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
		end.get(10, TimeUnit.SECONDS);
	}

	@Override
	public void close() throws IOException {
		listener.close();
		Socket socket = accepted;
		if (socket != null) {
			socket.close();
		}
	}

	record Connection(Socket socket) {

		void expect(String hex) throws IOException {
			int length = HEX.parseHex(hex).length;
			InputStream in = socket.getInputStream();
			String came = HEX.formatHex(in.readNBytes(length));
			if (!came.equals(hex)) {
				throw new IOException("%s came where %s was expected".formatted(came, hex));
			}
		}

		void expectEnd() throws IOException {
			int next = socket.getInputStream().read();
			if (next >= 0) {
				throw new IOException("%02x came where the end was expected".formatted(next));
			}
		}

		void say(String hex) throws IOException {
			OutputStream out = socket.getOutputStream();
			out.write(HEX.parseHex(hex));
		}

	}

}
