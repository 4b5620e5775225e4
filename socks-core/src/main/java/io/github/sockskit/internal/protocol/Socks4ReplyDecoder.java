package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;

/**
 * VN CD DSTPORT DSTIP (SOCKS4).
 */
final class Socks4ReplyDecoder implements ReplyDecoder {

	private static final int GRANTED = 90;

	private final Stage stage;

	private final ByteBuffer reply = ByteBuffer.allocate(8);

	Socks4ReplyDecoder(Stage stage) {
		this.stage = stage;
	}

	@Override
	public int need() {
		return reply.remaining();
	}

	@Override
	public void feed(ByteBuffer in) throws HandshakeException {
		int before = reply.position();
		reply.put(in);
		if (before == 0) {
			requireVersion(reply.get(0) & 0xFF);
		}
		if (before < 2 && reply.position() >= 2) {
			requireGranted(reply.get(1) & 0xFF);
		}
	}

	/** VN is 0; some servers send 4. */
	private void requireVersion(int version) throws HandshakeException {
		if (version != 0 && version != Socks4Handshake.VERSION) {
			throw HandshakeException.malformed(stage, "%s where a SOCKS4 reply has 0; %s"
				.formatted(ForeignProtocol.shown(version), ForeignProtocol.guess(version)));
		}
	}

	private void requireGranted(int code) throws HandshakeException {
		if (code != GRANTED) {
			throw new HandshakeException(HandshakeException.Kind.REQUEST_REFUSED, stage, code, "reply " + code);
		}
	}

	@Override
	public int received() {
		return reply.position();
	}

	@Override
	public Address boundAddress() {
		byte[] bound = reply.array();
		return Address.decode(ByteBuffer.allocate(7).put(Address.IPV4).put(bound, 4, 4).put(bound, 2, 2).array());
	}

}
