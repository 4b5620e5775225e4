package io.github.sockskit.protocol;

import java.nio.ByteBuffer;

/**
 * What follows a granted BIND: nothing to send, and a reply that tells of the peer.
 */
final class SecondReply implements Handshake {

	private final ReplyDecoder reply;

	SecondReply(ReplyDecoder reply) {
		this.reply = reply;
	}

	@Override
	public ByteBuffer output() {
		return ByteBuffer.allocate(0);
	}

	@Override
	public int need() {
		return reply.need();
	}

	@Override
	public void feed(ByteBuffer in) throws HandshakeException {
		reply.feed(in);
	}

	@Override
	public HandshakeException closed() {
		return HandshakeException.closed(Stage.ACCEPT, reply.received(), "the second reply, which tells of the peer");
	}

	@Override
	public Stage stage() {
		return Stage.ACCEPT;
	}

	@Override
	public Address boundAddress() {
		return Handshake.requireComplete(reply).boundAddress();
	}

	@Override
	public Handshake secondReply() {
		throw new IllegalStateException("there is no third reply");
	}

}
