package io.github.sockskit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue is full, so that the kernel drops further connections. */
final class SilentPort implements AutoCloseable {

	private final ServerSocket listener;

	private final List<Socket> queued = new ArrayList<>();

	SilentPort(String address, int port) throws IOException {
		this.listener = new ServerSocket(port, 1, InetAddress.getByName(address));
		try {
			while (queued.size() < 100) {
				Socket filler = new Socket();
				queued.add(filler);
				filler.connect(new InetSocketAddress(listener.getInetAddress(), port()), 200);
			}
			throw new IllegalStateException("the queue does not fill up");
		}
		catch (SocketTimeoutException ex) {
			// full
		}
	}

	int port() {
		return listener.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		listener.close();
		for (Socket socket : queued) {
			socket.close();
		}
	}

}
