package io.github.sockskit.auth;

import java.nio.ByteBuffer;

import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;

/**
 * VER MTYP LEN TOKEN around everything (RFC 1961, section 5).
 */
final class GssapiEncapsulation implements Encapsulation {

	private static final byte DATA = 3;

	private static final int HEADER_LENGTH = 4;

	/**
	 * 64 KiB minus headroom for the overhead of the mechanism. GSS_Wrap_size_limit would
	 * be exact, but is not reliable.
	 */
	private static final int LONGEST_DATA = 0xFFFF - 1024;

	private final GSSContext context;

	private final boolean confidential;

	GssapiEncapsulation(GSSContext context, boolean confidential) {
		this.context = context;
		this.confidential = confidential;
	}

	@Override
	public int maxLength() {
		return LONGEST_DATA;
	}

	@Override
	public ByteBuffer wrap(ByteBuffer data) throws AuthException {
		byte[] plain = new byte[data.remaining()];
		data.get(plain);
		try {
			byte[] token = context.wrap(plain, 0, plain.length, new MessageProp(0, confidential));
			return ByteBuffer.allocate(HEADER_LENGTH + token.length)
				.put(GssapiNegotiation.VERSION)
				.put(DATA)
				.putShort((short) token.length)
				.put(token)
				.flip();
		}
		catch (GSSException ex) {
			throw AuthException.failed("GSSAPI does not wrap: " + ex.getMessage(), ex);
		}
	}

	@Override
	public int headerLength() {
		return HEADER_LENGTH;
	}

	@Override
	public int bodyLength(ByteBuffer header) throws AuthException {
		int version = header.get() & 0xFF;
		int type = header.get() & 0xFF;
		if (version != GssapiNegotiation.VERSION || type != DATA) {
			throw AuthException.malformed(
					"version %d and message type %d where GSSAPI has 1 and 3 (RFC 1961)".formatted(version, type));
		}
		return header.getShort() & 0xFFFF;
	}

	@Override
	public ByteBuffer unwrap(ByteBuffer body) throws AuthException {
		byte[] token = new byte[body.remaining()];
		body.get(token);
		return ByteBuffer.wrap(unwrap(context, token, confidential));
	}

	/**
	 * Refuses a message that is out of order, or not encrypted although that was agreed.
	 */
	static byte[] unwrap(GSSContext context, byte[] token, boolean confidential) throws AuthException {
		MessageProp properties = new MessageProp(0, false);
		byte[] data;
		try {
			data = context.unwrap(token, 0, token.length, properties);
		}
		catch (GSSException ex) {
			throw AuthException.malformed("a message that is not genuine: " + ex.getMessage(), ex);
		}
		if (properties.isDuplicateToken() || properties.isOldToken() || properties.isUnseqToken()
				|| properties.isGapToken()) {
			throw AuthException.malformed("a message that was replayed, or others before it suppressed");
		}
		if (confidential && !properties.getPrivacy()) {
			throw AuthException.malformed("a message that is not encrypted, and confidentiality was agreed on");
		}
		return data;
	}

}
