package io.github.sockskit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A proxy that says what a test tells it to, when the test does: for one connection,
 * whose received messages it keeps.
 */
final class ScriptedProxy implements AutoCloseable {

	private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

	private final ServerSocket listener;

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final CountDownLatch accepted = new CountDownLatch(1);

	private volatile Socket client = new Socket();

	ScriptedProxy() {
		try {
			this.listener = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread reader = new Thread(this::read, "scripted-proxy");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try {
			client = listener.accept();
			client.setTcpNoDelay(true);
			accepted.countDown();
			InputStream in = client.getInputStream();
			byte[] message = new byte[1024];
			for (int count = in.read(message); count >= 0; count = in.read(message)) {
				received.add(HEX.formatHex(message, 0, count));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	int port() {
		return listener.getLocalPort();
	}

	SocksDialer dialer(String scheme) {
		return SocksDialer.of(SocksProxy.parse("%s://127.0.0.1:%d?timeout=5s".formatted(scheme, port())));
	}

	/** Sends bytes as soon as there is a client. */
	ScriptedProxy say(String hex) throws IOException, InterruptedException {
		accepted.await(5, TimeUnit.SECONDS);
		OutputStream out = client.getOutputStream();
		out.write(HEX.parseHex(hex.strip()));
		return this;
	}

	/** The next message in the order in which they came. */
	String heard() throws InterruptedException {
		return received.poll(5, TimeUnit.SECONDS);
	}

	/** Closes the client's connection. */
	void hangUp() throws IOException {
		client.close();
	}

	@Override
	public void close() throws IOException {
		client.close();
		listener.close();
	}

}
