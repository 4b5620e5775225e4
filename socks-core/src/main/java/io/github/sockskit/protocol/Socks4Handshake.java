package io.github.sockskit.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * SOCKS4, and SOCKS4A for a name: one request, one reply.
 */
public final class Socks4Handshake implements Handshake {

	private static final byte VERSION = 4;

	private static final int GRANTED = 90;

	private static final byte[] NAME_FOLLOWS = { 0, 0, 0, 1 };

	private final ByteBuffer output;

	private final ByteBuffer reply = ByteBuffer.allocate(8);

	/**
	 * A handshake, its request ready to leave.
	 * @param command what is asked for
	 * @param target IPv4 address, or a name for SOCKS4A
	 * @param userId USERID, empty for none
	 * @throws IllegalArgumentException if target or user id cannot be sent
	 */
	public Socks4Handshake(Command command, Address target, String userId) {
		this.output = request(command, target, requireUserId(userId).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Checks a user id.
	 * @param userId USERID
	 * @return the same
	 * @throws IllegalArgumentException if it cannot be sent
	 */
	public static String requireUserId(String userId) {
		if (userId.indexOf('\0') >= 0) {
			throw new IllegalArgumentException("the user id holds a NUL, which ends it in SOCKS4");
		}
		int length = userId.getBytes(StandardCharsets.UTF_8).length;
		if (length > 255) {
			throw new IllegalArgumentException("the user id has %d bytes, at most 255 are allowed".formatted(length));
		}
		return userId;
	}

	/** VN CD DSTPORT DSTIP USERID NULL, for a name then that and NULL. */
	private static ByteBuffer request(Command command, Address target, byte[] userId) {
		byte[] host = target.hostBytes();
		if (!target.isName() && !target.isIpv4()) {
			throw new IllegalArgumentException(
					"SOCKS4 and SOCKS4A cannot carry the IPv6 address of %s; use socks5".formatted(target));
		}
		if (target.isIpv4() && host[0] == 0 && host[1] == 0 && host[2] == 0 && host[3] != 0) {
			throw new IllegalArgumentException(
					"SOCKS4 cannot carry %s: SOCKS4A has given 0.0.0.x another meaning".formatted(target));
		}
		ByteBuffer out = ByteBuffer.allocate(9 + userId.length + (target.isName() ? host.length + 1 : 0))
			.put(VERSION)
			.put(command.code())
			.putShort((short) target.port())
			.put(target.isName() ? NAME_FOLLOWS : host)
			.put(userId)
			.put((byte) 0);
		if (target.isName()) {
			out.put(host).put((byte) 0);
		}
		return out.flip();
	}

	@Override
	public ByteBuffer output() {
		ByteBuffer out = output.slice();
		output.position(output.limit());
		return out;
	}

	@Override
	public int need() {
		return reply.remaining();
	}

	/** VN CD DSTPORT DSTIP. */
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
	private static void requireVersion(int version) throws HandshakeException {
		if (version != 0 && version != VERSION) {
			throw HandshakeException.malformed(Stage.REQUEST, "%s where a SOCKS4 reply has 0; %s"
				.formatted(ForeignProtocol.shown(version), ForeignProtocol.guess(version)));
		}
	}

	private static void requireGranted(int code) throws HandshakeException {
		if (code != GRANTED) {
			throw new HandshakeException(HandshakeException.Kind.REQUEST_REFUSED, Stage.REQUEST, code, "reply " + code);
		}
	}

	@Override
	public HandshakeException closed() {
		return new HandshakeException(HandshakeException.Kind.CLOSED, Stage.REQUEST, -1,
				(reply.position() == 0) ? "without a reply to the request"
						: "after %d bytes of its reply to the request".formatted(reply.position()));
	}

	@Override
	public Stage stage() {
		return Stage.REQUEST;
	}

	@Override
	public Address boundAddress() {
		if (reply.hasRemaining()) {
			throw new IllegalStateException("the handshake has not succeeded");
		}
		byte[] bound = reply.array();
		return Address.decode(ByteBuffer.allocate(7).put(Address.IPV4).put(bound, 4, 4).put(bound, 2, 2).flip());
	}

}
