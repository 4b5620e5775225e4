package io.github.sockskit.auth;

import java.nio.ByteBuffer;
import java.util.Locale;

import io.github.sockskit.auth.Gssapi.Protection;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;

/**
 * Tokens until the context is established, then the level of protection (RFC 1961,
 * sections 3 and 4).
 */
final class GssapiNegotiation implements SubNegotiation {

	/** Gives a context to initiate; may block, as its {@code initSecContext} may. */
	interface ContextSource {

		GSSContext open() throws AuthException;

	}

	static final byte VERSION = 1;

	private static final byte AUTHENTICATION = 1;

	private static final byte LEVEL = 2;

	private static final int ABORT = 0xFF;

	private static final int HEADER_LENGTH = 4;

	/** As long as an abort. */
	private static final int SHORTEST = 2;

	private static final int LONGEST_TOKEN = 0xFFFF;

	private final String peer;

	private final Protection wanted;

	private final ContextSource source;

	private @Nullable GSSContext context;

	/** What is sent, and thus awaited: {@link #AUTHENTICATION} or {@link #LEVEL}. */
	private byte type = AUTHENTICATION;

	/** Whether the context has a step to take, with the token that was read. */
	private boolean stepDue = true;

	private final ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH);

	private ByteBuffer token = ByteBuffer.allocate(0);

	private @Nullable Protection agreed;

	GssapiNegotiation(String peer, Protection wanted, ContextSource source) {
		this.peer = peer;
		this.wanted = wanted;
		this.source = source;
	}

	@Override
	public boolean mayBlock() {
		return stepDue;
	}

	@Override
	public ByteBuffer output() throws AuthException {
		if (!stepDue) {
			return ByteBuffer.allocate(0);
		}
		stepDue = false;
		GSSContext context = this.context;
		boolean first = context == null;
		if (context == null) {
			context = source.open();
			this.context = context;
		}
		byte[] answer = step(context, token.array(), first);
		if (answer.length > 0) {
			return message(answer);
		}
		requireServices(context);
		type = LEVEL;
		try {
			byte[] level = { wanted.level() };
			return message(context.wrap(level, 0, level.length, new MessageProp(0, false)));
		}
		catch (GSSException ex) {
			throw failed("the protection level could not be wrapped", ex, "");
		}
	}

	/** Empty if it is the proxy's turn no longer. */
	private byte[] step(GSSContext context, byte[] received, boolean first) throws AuthException {
		if (context.isEstablished()) {
			if (received.length > 0) {
				throw AuthException
					.malformed("a GSSAPI token of %d bytes where none was left".formatted(received.length));
			}
			return received;
		}
		byte[] answer;
		try {
			answer = context.initSecContext(received, 0, received.length);
		}
		catch (GSSException ex) {
			throw first ? failed("no ticket for " + peer, ex,
					"; check the service name, and that the KDC knows the proxy's host by the name it is configured with")
					: failed("the proxy did not prove to be " + peer, ex, "");
		}
		if ((answer == null || answer.length == 0) && !context.isEstablished()) {
			throw AuthException.failed("GSSAPI has nothing to say to %s, and is not done".formatted(peer), null);
		}
		return (answer != null) ? answer : new byte[0];
	}

	private void requireServices(GSSContext context) throws AuthException {
		if (!context.getMutualAuthState() || !context.getIntegState()
				|| (wanted == Protection.CONFIDENTIALITY && !context.getConfState())) {
			throw AuthException
				.failed("GSSAPI with %s gives no mutual authentication or too little protection, %s is wanted"
					.formatted(peer, shown(wanted)), null);
		}
	}

	private static AuthException failed(String what, GSSException ex, String advice) {
		return AuthException.failed("%s: %s%s".formatted(what, ex.getMessage(), advice), ex);
	}

	/** VER MTYP LEN TOKEN (RFC 1961, 3.4 and 4.3). */
	private ByteBuffer message(byte[] token) throws AuthException {
		if (token.length > LONGEST_TOKEN) {
			throw AuthException.failed(
					"the GSSAPI token for %s has %d bytes, RFC 1961 allows 65535".formatted(peer, token.length), null);
		}
		return ByteBuffer.allocate(HEADER_LENGTH + token.length)
			.put(VERSION)
			.put(type)
			.putShort((short) token.length)
			.put(token)
			.flip();
	}

	@Override
	public int need() {
		if (agreed != null) {
			return 0;
		}
		if (header.hasRemaining()) {
			return ((header.position() < SHORTEST) ? SHORTEST : HEADER_LENGTH) - header.position();
		}
		return token.remaining();
	}

	@Override
	public void feed(ByteBuffer in) throws AuthException {
		while (in.hasRemaining()) {
			if (header.hasRemaining()) {
				header.put(in.get());
				readHeader();
			}
			else {
				token.put(in.get());
			}
			if (!header.hasRemaining() && !token.hasRemaining()) {
				readToken();
			}
		}
	}

	private void readHeader() throws AuthException {
		if (header.position() == 1 && header.get(0) != VERSION) {
			throw AuthException
				.malformed("version %d in a message of GSSAPI, RFC 1961 has 1".formatted(header.get(0) & 0xFF));
		}
		if (header.position() == 2) {
			int received = header.get(1) & 0xFF;
			if (received == ABORT) {
				throw AuthException.refused(ABORT, (type == LEVEL) ? refusedLevel()
						: "the Kerberos login at %s; check that it may use this proxy".formatted(peer));
			}
			if (received != type) {
				throw AuthException
					.malformed("message type %d where GSSAPI has %d (RFC 1961)".formatted(received, type));
			}
		}
		if (!header.hasRemaining()) {
			token = ByteBuffer.allocate(header.getShort(2) & 0xFFFF);
		}
	}

	private void readToken() throws AuthException {
		header.clear();
		if (type == AUTHENTICATION) {
			stepDue = true;
		}
		else {
			agreed = agreed(GssapiEncapsulation.unwrap(context(), token.array(), false));
		}
	}

	private Protection agreed(byte[] level) throws AuthException {
		for (Protection chosen : Protection.values()) {
			if (level.length == 1 && level[0] == chosen.level()) {
				if (chosen.compareTo(wanted) < 0) {
					throw AuthException.refused(level[0], "%s, it chose %s".formatted(refusedLevel(), shown(chosen)));
				}
				return chosen;
			}
		}
		throw AuthException.malformed("a protection level that is none of %s, in a GSSAPI message of %d bytes"
			.formatted(shown(Protection.values()), level.length));
	}

	private String refusedLevel() {
		return "%s as protection level; ask for one that it allows".formatted(shown(wanted));
	}

	private static String shown(Protection... levels) {
		StringBuilder shown = new StringBuilder();
		for (Protection level : levels) {
			shown.append(shown.isEmpty() ? "" : ", ").append(level.name().toLowerCase(Locale.ROOT));
		}
		return shown.toString();
	}

	private GSSContext context() {
		GSSContext established = context;
		if (established == null) {
			throw new IllegalStateException("nothing was sent yet");
		}
		return established;
	}

	@Override
	public String awaited() {
		return (type == LEVEL) ? "protection level %s, which it may not allow".formatted(shown(wanted))
				: "the Kerberos ticket for %s, which it may not be able to read".formatted(peer);
	}

	@Override
	public @Nullable Encapsulation encapsulation() {
		return (agreed == null || agreed == Protection.NONE) ? null
				: new GssapiEncapsulation(context(), agreed == Protection.CONFIDENTIALITY);
	}

}
