package io.github.sockskit.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Function;

/** One thread for any number of connections. */
final class Loop implements Runnable {

	/** A burst of dials is not to be met by retransmitted SYNs. */
	private static final int BACKLOG = 4096;

	private final Selector selector;

	/** For whatever is read and passed on at once. */
	private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);

	private Loop(Selector selector) {
		this.selector = selector;
	}

	static Loop open() throws IOException {
		return new Loop(Selector.open());
	}

	/** Listens on a free port; what connects gets a conversation of its own. */
	int listen(String host, Function<Loop, Ready> conversation) throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open();
		server.bind(new InetSocketAddress(host, 0), BACKLOG);
		register(server, SelectionKey.OP_ACCEPT, key -> {
			for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				register(channel, SelectionKey.OP_READ, conversation.apply(this));
			}
		});
		return server.socket().getLocalPort();
	}

	/** Only in the loop's thread, or before it runs. */
	SelectionKey register(SelectableChannel channel, int operations, Ready ready) throws IOException {
		channel.configureBlocking(false);
		return channel.register(selector, operations, ready);
	}

	ByteBuffer scratch() {
		return scratch.clear();
	}

	@Override
	public void run() {
		while (true) {
			try {
				selector.select(Loop::act);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static void act(SelectionKey key) {
		try {
			((Ready) key.attachment()).ready(key);
		}
		catch (IOException | RuntimeException ex) {
			// Mostly a reset, which is how the clients of the benchmarks end a tunnel.
			close(key);
		}
	}

	static void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			// Closed it is.
		}
	}

}
