package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;

import io.github.sockskit.auth.AuthException;

/**
 * Reads one reply out of as many messages as it takes. What the last of them holds behind
 * it stays in there.
 */
final class EncapsulatedReplyDecoder implements ReplyDecoder {

	private final Unwrapper unwrapper;

	private final ReplyDecoder reply;

	private final Stage stage;

	private int received;

	EncapsulatedReplyDecoder(Unwrapper unwrapper, ReplyDecoder reply, Stage stage) {
		this.unwrapper = unwrapper;
		this.reply = reply;
		this.stage = stage;
	}

	@Override
	public int need() {
		return (reply.need() == 0) ? 0 : unwrapper.need();
	}

	@Override
	public void feed(ByteBuffer in) throws HandshakeException {
		received += in.remaining();
		try {
			unwrapper.feed(in);
		}
		catch (AuthException ex) {
			throw HandshakeException.of(stage, ex);
		}
		readData();
	}

	@Override
	public void readData() throws HandshakeException {
		ByteBuffer data = unwrapper.data();
		while (data.hasRemaining() && reply.need() > 0) {
			int count = Math.min(reply.need(), data.remaining());
			reply.feed(data.slice(data.position(), count));
			data.position(data.position() + count);
		}
	}

	@Override
	public int received() {
		return received;
	}

	@Override
	public Address boundAddress() {
		return reply.boundAddress();
	}

}
