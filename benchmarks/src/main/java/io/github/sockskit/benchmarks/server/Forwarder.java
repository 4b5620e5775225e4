package io.github.sockskit.benchmarks.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** Relays to one target, as soon as the client has something to say. */
final class Forwarder implements Ready {

	private final Loop loop;

	private final InetSocketAddress target;

	Forwarder(Loop loop, InetSocketAddress target) {
		this.loop = loop;
		this.target = target;
	}

	@Override
	public void ready(SelectionKey key) throws IOException {
		Relay.connect(loop, key, target, ByteBuffer.allocate(0), ByteBuffer.allocate(0));
	}

}
