package io.github.sockskit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * Stands before a server on another kind of socket, and counts, holds back or cuts what
 * the server says.
 */
@SuppressWarnings("try") // a resource that only has to be open
public final class Relay implements AutoCloseable {

	/** What becomes of the server's bytes once the limit is reached. */
	enum Then {

		/** No more arrive. */
		STALL,

		/** The connection is closed. */
		CLOSE,

		/** They arrive one by one, each after 20 ms. */
		DRIP

	}

	private interface Acceptor {

		Peer accept() throws IOException;

	}

	private interface Source {

		int read(byte[] bytes) throws IOException;

	}

	private interface Sink {

		void write(byte[] bytes, int offset, int length) throws IOException;

	}

	private record Peer(Source in, Sink out, Closeable end, Closeable all) {

		static Peer of(Socket socket) throws IOException {
			return new Peer(socket.getInputStream()::read, socket.getOutputStream()::write, socket::shutdownOutput,
					socket);
		}

		static Peer of(SocketChannel channel) {
			return new Peer((bytes) -> channel.read(ByteBuffer.wrap(bytes)),
					(bytes, offset, length) -> channel.write(ByteBuffer.wrap(bytes, offset, length)),
					channel::shutdownOutput, channel);
		}

	}

	private final Closeable listener;

	private final InetSocketAddress server;

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicInteger fromServer = new AtomicInteger();

	private final AtomicInteger segments = new AtomicInteger();

	private volatile int limit = Integer.MAX_VALUE;

	private volatile Then then = Then.STALL;

	private Relay(Closeable listener, Acceptor acceptor, InetSocketAddress server) {
		this.listener = listener;
		this.server = server;
		start("accept", () -> {
			while (true) {
				Peer front = acceptor.accept();
				open.incrementAndGet();
				start("connection", () -> carry(front));
			}
		});
	}

	static Relay onPort(InetSocketAddress server) {
		return on(listener(() -> new ServerSocket(0, 1024, InetAddress.getByName("127.0.0.1"))), server);
	}

	/** Takes TLS of one version, and speaks plain to the server. */
	public static Relay inTls(SSLServerSocketFactory factory, String protocol, InetSocketAddress server) {
		return on(listener(() -> {
			SSLServerSocket listener = (SSLServerSocket) factory.createServerSocket(0, 1024,
					InetAddress.getByName("127.0.0.1"));
			listener.setEnabledProtocols(new String[] { protocol });
			return listener;
		}), server);
	}

	private static Relay on(ServerSocket listener, InetSocketAddress server) {
		return new Relay(listener, () -> Peer.of(listener.accept()), server);
	}

	/** Listens on a unix-domain socket. */
	public static Relay onPath(Path path, InetSocketAddress server) {
		ServerSocketChannel listener = listener(() -> ServerSocketChannel.open(StandardProtocolFamily.UNIX)
			.bind(UnixDomainSocketAddress.of(path), 1024));
		return new Relay(listener, () -> Peer.of(listener.accept()), server);
	}

	private interface Opening<T> {

		T open() throws IOException;

	}

	private static <T> T listener(Opening<T> opening) {
		try {
			return opening.open();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Of one that is on a port. */
	public InetSocketAddress address() {
		return (InetSocketAddress) ((ServerSocket) listener).getLocalSocketAddress();
	}

	/** From the next connection on, after so many bytes of the server. */
	void after(int bytes, Then then) {
		this.limit = bytes;
		this.then = then;
	}

	/** Behaves again. */
	void reset() {
		after(Integer.MAX_VALUE, Then.STALL);
		fromServer.set(0);
		segments.set(0);
	}

	int openConnections() {
		return open.get();
	}

	/** How many reads what clients said took since it was reset. */
	int segmentsFromClients() {
		return segments.get();
	}

	/** How many bytes the server said since it was reset. */
	int bytesFromServer() {
		return fromServer.get();
	}

	private void carry(Peer front) throws IOException {
		int allowed = limit;
		Then next = then;
		try (Closeable one = front.all(); Socket socket = new Socket(server.getAddress(), server.getPort())) {
			Peer back = Peer.of(socket);
			Thread requests = start("requests", () -> {
				try {
					pump(front.in(), (bytes, offset, length) -> {
						segments.incrementAndGet();
						back.out().write(bytes, offset, length);
					});
					back.end().close();
				}
				catch (IOException ex) {
					socket.close();
				}
			});
			pump(back.in(), limited(front, allowed, next));
			front.end().close();
			requests.join();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
		finally {
			open.decrementAndGet();
		}
	}

	private Sink limited(Peer front, int allowed, Then next) {
		AtomicInteger said = new AtomicInteger();
		return (bytes, offset, length) -> {
			fromServer.addAndGet(length);
			int passed = Math.max(0, Math.min(length, allowed - said.getAndAdd(length)));
			front.out().write(bytes, offset, passed);
			if (passed == length) {
				return;
			}
			switch (next) {
				case STALL -> {
				}
				case CLOSE -> front.all().close();
				case DRIP -> {
					for (int i = offset + passed; i < offset + length; i++) {
						LockSupport.parkNanos(20_000_000);
						front.out().write(bytes, i, 1);
					}
				}
			}
		};
	}

	private static void pump(Source in, Sink out) throws IOException {
		byte[] bytes = new byte[1 << 14];
		for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
			out.write(bytes, 0, count);
		}
	}

	private interface Task {

		void run() throws IOException;

	}

	private static Thread start(String name, Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// closed by either side
			}
		}, "relay-" + name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	@Override
	public void close() throws IOException {
		listener.close();
	}

}
