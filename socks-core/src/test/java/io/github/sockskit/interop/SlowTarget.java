package io.github.sockskit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A port whose queue is full, so that the kernel drops what would connect. Half a second
 * after it was told so it accepts: then those who dial are connected when they have sent
 * their first segment once more, about a second after they began.
 */
final class SlowTarget implements AutoCloseable {

	private final ServerSocket listener;

	private final List<Socket> queued = new ArrayList<>();

	SlowTarget() throws IOException {
		this.listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
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

	void acceptSoon() {
		Thread thread = new Thread(() -> {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
			try {
				while (true) {
					queued.add(listener.accept());
				}
			}
			catch (IOException ex) {
				closeAll();
			}
		}, "slow-target");
		thread.setDaemon(true);
		thread.start();
	}

	private void closeAll() {
		try {
			for (Socket socket : queued) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		listener.close();
	}

}
