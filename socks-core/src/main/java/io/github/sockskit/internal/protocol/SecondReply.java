package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The second reply to a granted BIND, which announces the peer. Nothing is sent for it.
 */
final class SecondReply implements Handshake {

	private final ReplyDecoder reply;

	private final @Nullable Unwrapper unwrapper;

	SecondReply(ReplyDecoder reply, @Nullable Unwrapper unwrapper) {
		this.reply = reply;
		this.unwrapper = unwrapper;
	}

	@Override
	public ByteBuffer output() throws HandshakeException {
		reply.readData();
		return NOTHING;
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
	public @Nullable Unwrapper unwrapper() {
		return unwrapper;
	}

	@Override
	public Handshake secondReply() {
		throw new IllegalStateException("there is no third reply");
	}

}
