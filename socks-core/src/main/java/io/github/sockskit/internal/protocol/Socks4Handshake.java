package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * SOCKS4, and SOCKS4A for a name: one request, one reply.
 */
public final class Socks4Handshake implements Handshake {

	static final byte VERSION = 4;

	private static final byte[] NAME_FOLLOWS = { 0, 0, 0, 1 };

	private final Command command;

	private ByteBuffer output;

	private final ReplyDecoder reply = new Socks4ReplyDecoder(Stage.REQUEST);

	/**
	 * A handshake, its request ready to leave.
	 * @param command what is asked for
	 * @param target IPv4 address, or a name for SOCKS4A
	 * @param userId USERID, empty for none
	 * @throws IllegalArgumentException if target or user id cannot be sent
	 */
	public Socks4Handshake(Command command, Address target, String userId) {
		this.command = command;
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
		ByteBuffer out = output;
		output = NOTHING;
		return out;
	}

	@Override
	public int need() {
		return reply.need();
	}

	@Override
	public boolean dataMayFollow() {
		return !output.hasRemaining() && command == Command.CONNECT;
	}

	@Override
	public void feed(ByteBuffer in) throws HandshakeException {
		reply.feed(in);
	}

	@Override
	public HandshakeException closed() {
		return HandshakeException.closed(Stage.REQUEST, reply.received(), "a reply to the request");
	}

	@Override
	public Stage stage() {
		return Stage.REQUEST;
	}

	@Override
	public Address boundAddress() {
		return Handshake.requireComplete(reply).boundAddress();
	}

	@Override
	public Handshake secondReply() {
		Handshake.requireComplete(reply);
		return new SecondReply(new Socks4ReplyDecoder(Stage.ACCEPT), null);
	}

}
