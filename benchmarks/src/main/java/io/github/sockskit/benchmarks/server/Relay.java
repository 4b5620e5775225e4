package io.github.sockskit.benchmarks.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * Passes on bytes between two channels until one of them has failed or both have ended.
 */
final class Relay implements Ready {

	private final Way up;

	private final Way down;

	private Relay(Loop loop, SelectionKey client, SelectionKey target) {
		this.up = new Way(loop, client, target);
		this.down = new Way(loop, target, client);
	}

	/**
	 * Connects to a target and passes on from then on.
	 * @param key of the client
	 * @param reply told the client when it is connected
	 * @param ahead bytes of the client that came before
	 */
	static void connect(Loop loop, SelectionKey key, InetSocketAddress address, ByteBuffer reply, ByteBuffer ahead)
			throws IOException {
		key.interestOps(0);
		SocketChannel target = SocketChannel.open();
		target.setOption(StandardSocketOptions.TCP_NODELAY, true);
		SelectionKey targetKey = loop.register(target, SelectionKey.OP_CONNECT, ready -> {
			finishConnect(key, ready);
			((SocketChannel) key.channel()).write(reply);
			start(loop, key, ready, ahead);
		});
		target.connect(address);
		key.attach((Ready) ready -> Loop.close(targetKey));
	}

	private static void finishConnect(SelectionKey clientKey, SelectionKey targetKey) throws IOException {
		try {
			((SocketChannel) targetKey.channel()).finishConnect();
		}
		catch (IOException ex) {
			Loop.close(clientKey);
			throw ex;
		}
	}

	private static void start(Loop loop, SelectionKey client, SelectionKey target, ByteBuffer ahead)
			throws IOException {
		Relay relay = new Relay(loop, client, target);
		client.attach(relay);
		target.attach(relay);
		client.interestOps(SelectionKey.OP_READ);
		target.interestOps(SelectionKey.OP_READ);
		relay.up.pass(ahead);
	}

	@Override
	public void ready(SelectionKey key) {
		try {
			Way from = (key == up.from) ? up : down;
			if (key.isReadable()) {
				from.read();
			}
			if (key.isValid() && key.isWritable()) {
				((from == up) ? down : up).writeRest();
			}
			if (up.ended && down.ended) {
				close();
			}
		}
		catch (IOException ex) {
			close();
		}
	}

	private void close() {
		Loop.close(up.from);
		Loop.close(down.from);
	}

	/** One direction. What a peer does not take at once holds up the reading. */
	private static final class Way {

		private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

		private final Loop loop;

		private final SelectionKey from;

		private final SelectionKey to;

		private ByteBuffer rest = NOTHING;

		private boolean ended;

		private Way(Loop loop, SelectionKey from, SelectionKey to) {
			this.loop = loop;
			this.from = from;
			this.to = to;
		}

		private void read() throws IOException {
			ByteBuffer buffer = loop.scratch();
			if (((SocketChannel) from.channel()).read(buffer) >= 0) {
				pass(buffer.flip());
				return;
			}
			ended = true;
			from.interestOpsAnd(~SelectionKey.OP_READ);
			((SocketChannel) to.channel()).shutdownOutput();
		}

		private void pass(ByteBuffer bytes) throws IOException {
			((SocketChannel) to.channel()).write(bytes);
			if (bytes.hasRemaining()) {
				rest = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
				from.interestOpsAnd(~SelectionKey.OP_READ);
				to.interestOpsOr(SelectionKey.OP_WRITE);
			}
		}

		private void writeRest() throws IOException {
			((SocketChannel) to.channel()).write(rest);
			if (!rest.hasRemaining()) {
				rest = NOTHING;
				to.interestOpsAnd(~SelectionKey.OP_WRITE);
				from.interestOpsOr(SelectionKey.OP_READ);
			}
		}

	}

}
