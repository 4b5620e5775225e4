package io.github.sockskit.internal.protocol;

import java.nio.ByteBuffer;
import java.util.List;

import io.github.sockskit.auth.AuthException;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.Encapsulation;
import io.github.sockskit.auth.SubNegotiation;
import org.jspecify.annotations.Nullable;

/**
 * The order of SOCKS5's messages (RFC 1928, sections 3 to 6): greeting, sub-negotiation
 * of the selected method, request. Each waits for the proxy's answer to the one before,
 * unless they are {@linkplain #pipeline pipelined}; the answers are read identically.
 */
public final class Socks5Handshake implements Handshake {

	private List<AuthMethod> methods;

	private final String proxyHost;

	private final Command command;

	private final Address target;

	private ReplyDecoder reply = new Socks5ReplyDecoder(Stage.REQUEST);

	private @Nullable Unwrapper unwrapper;

	private Stage stage = Stage.METHOD;

	private ByteBuffer output = NOTHING;

	private boolean begun;

	private boolean pipelined;

	private boolean versionRead;

	private @Nullable AuthMethod method;

	private SubNegotiation negotiation = SubNegotiation.NOTHING;

	/**
	 * A handshake, its greeting ready to leave.
	 * @param methods offered in this order, 1 to 255
	 * @param proxyHost for methods that have the proxy prove who it is
	 * @param command what is asked for
	 * @param target for what
	 */
	public Socks5Handshake(List<AuthMethod> methods, String proxyHost, Command command, Address target) {
		this.methods = methods;
		this.proxyHost = proxyHost;
		this.command = command;
		this.target = target;
	}

	/**
	 * Pipelines the handshake: greeting, authentication and request leave in one write.
	 * To be called before the first {@link #output()}.
	 * @param method the only method that is then offered
	 * @throws IllegalArgumentException if the method is not
	 * {@linkplain AuthMethod#isPipelinable() pipelinable}
	 */
	public void pipeline(AuthMethod method) {
		if (!method.isPipelinable()) {
			throw new IllegalArgumentException("%s cannot be pipelined".formatted(method));
		}
		methods = List.of(method);
		pipelined = true;
	}

	/**
	 * Whether the handshake is pipelined.
	 * @return {@code false} if each message waits for the reply to the one before
	 */
	public boolean isPipelined() {
		return pipelined;
	}

	/**
	 * The method that the proxy selected.
	 * @return {@code null} before its reply has come
	 */
	public @Nullable AuthMethod method() {
		return method;
	}

	@Override
	public boolean mayBlock() {
		return stage == Stage.AUTHENTICATION && !output.hasRemaining() && negotiation.mayBlock();
	}

	@Override
	public ByteBuffer output() throws HandshakeException {
		if (mayBlock()) {
			advance();
		}
		if (!begun) {
			begun = true;
			return pipelined ? everything(methods.get(0)) : Socks5Messages.greeting(methods);
		}
		ByteBuffer out = output;
		output = NOTHING;
		return out;
	}

	private ByteBuffer everything(AuthMethod method) throws HandshakeException {
		negotiation = method.begin(proxyHost);
		try {
			return Socks5Messages.together(method, negotiation.output(), command, target);
		}
		catch (AuthException ex) {
			throw HandshakeException.of(Stage.AUTHENTICATION, ex);
		}
	}

	@Override
	public int need() {
		return switch (stage) {
			case METHOD -> (versionRead ? 1 : 2) + (pipelined ? negotiation.need() + reply.need() : 0);
			case AUTHENTICATION -> negotiation.need() + (pipelined ? reply.need() : 0);
			default -> reply.need();
		};
	}

	@Override
	public boolean dataMayFollow() {
		return begun && (pipelined || stage == Stage.REQUEST) && !output.hasRemaining() && unwrapper == null
				&& command == Command.CONNECT;
	}

	@Override
	public void feed(ByteBuffer in) throws HandshakeException {
		while (in.hasRemaining()) {
			switch (stage) {
				case METHOD -> method(in);
				case AUTHENTICATION -> authentication(in);
				default -> reply.feed(in);
			}
		}
	}

	/** VER METHOD (RFC 1928, 3). */
	private void method(ByteBuffer in) throws HandshakeException {
		if (!versionRead) {
			int version = in.get() & 0xFF;
			if (version != Socks5Messages.VERSION) {
				throw HandshakeException.malformed(Stage.METHOD, "%s where SOCKS5 has its version, 5; %s"
					.formatted(ForeignProtocol.shown(version), ForeignProtocol.guess(version)));
			}
			versionRead = true;
		}
		if (in.hasRemaining()) {
			AuthMethod selected = selected(in.get() & 0xFF);
			method = selected;
			if (!pipelined) {
				negotiation = selected.begin(proxyHost);
			}
			stage = Stage.AUTHENTICATION;
			advanceUnlessItMayBlock();
		}
	}

	private AuthMethod selected(int number) throws HandshakeException {
		for (AuthMethod method : methods) {
			if (method.number() == number) {
				return method;
			}
		}
		if (number == Socks5Messages.NO_ACCEPTABLE_METHOD) {
			throw new HandshakeException(HandshakeException.Kind.NO_ACCEPTABLE_METHOD, Stage.METHOD, number,
					"accepts no offered method");
		}
		throw HandshakeException.malformed(Stage.METHOD,
				"selected method %d, which was not offered%s".formatted(number, wanted(number)));
	}

	/** Some servers select the method that they need, whether or not it was offered. */
	private static String wanted(int number) {
		return switch (number) {
			case 1 -> "; it wants GSSAPI (Kerberos), set it as a method";
			case 2 -> "; it wants a user name and password, set them";
			default -> "";
		};
	}

	private void authentication(ByteBuffer in) throws HandshakeException {
		int limit = in.limit();
		int end = Math.min(in.position() + negotiation.need(), limit);
		try {
			negotiation.feed(in.limit(end));
		}
		catch (AuthException ex) {
			throw HandshakeException.of(Stage.AUTHENTICATION, ex);
		}
		in.limit(limit).position(end);
		advanceUnlessItMayBlock();
	}

	private void advanceUnlessItMayBlock() throws HandshakeException {
		if (!negotiation.mayBlock()) {
			advance();
		}
	}

	private void advance() throws HandshakeException {
		try {
			output = negotiation.output();
			if (!output.hasRemaining() && negotiation.need() == 0) {
				Encapsulation encapsulation = negotiation.encapsulation();
				stage = Stage.REQUEST;
				if (!pipelined) {
					output = request(encapsulation);
				}
			}
			if (pipelined && (output.hasRemaining() || negotiation.encapsulation() != null)) {
				throw AuthException.failed("the method had more to say than its first message, which was pipelined",
						null);
			}
		}
		catch (AuthException ex) {
			throw HandshakeException.of(Stage.AUTHENTICATION, ex);
		}
	}

	private ByteBuffer request(@Nullable Encapsulation encapsulation) throws AuthException {
		ByteBuffer request = Socks5Messages.request(command, target);
		if (encapsulation == null) {
			return request;
		}
		if (command == Command.UDP_ASSOCIATE) {
			throw AuthException.failed(
					"the method encapsulates what follows, which is not supported for datagrams; use another for UDP",
					null);
		}
		unwrapper = new Unwrapper(encapsulation);
		reply = new EncapsulatedReplyDecoder(unwrapper, reply, Stage.REQUEST);
		return encapsulation.wrap(request);
	}

	@Override
	public HandshakeException closed() {
		return switch (stage) {
			case METHOD -> HandshakeException.closed(stage, versionRead ? 1 : 0, "a method reply");
			case AUTHENTICATION -> HandshakeException.closed(stage, 0, "an answer to " + negotiation.awaited());
			default -> HandshakeException.closed(stage, reply.received(), "a reply to the request");
		};
	}

	@Override
	public Stage stage() {
		return stage;
	}

	@Override
	public Address boundAddress() {
		return Handshake.requireComplete(reply).boundAddress();
	}

	@Override
	public Handshake secondReply() {
		Handshake.requireComplete(reply);
		ReplyDecoder second = new Socks5ReplyDecoder(Stage.ACCEPT);
		Unwrapper unwrapper = this.unwrapper;
		return new SecondReply(
				(unwrapper != null) ? new EncapsulatedReplyDecoder(unwrapper, second, Stage.ACCEPT) : second,
				unwrapper);
	}

	@Override
	public @Nullable Unwrapper unwrapper() {
		return unwrapper;
	}

}
