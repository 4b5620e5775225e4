package io.github.sockskit;

import io.github.sockskit.internal.protocol.HandshakeException;
import io.github.sockskit.internal.protocol.Stage;

/**
 * The proxy answered the request with a refusal (RFC 1928, section 6; SOCKS4).
 */
public final class SocksReplyException extends SocksException {

	private static final long serialVersionUID = 1L;

	private final ReplyCode replyCode;

	SocksReplyException(Hop hop, HandshakeException failure) {
		this(hop, failure, ReplyCode.of(hop.proxy().version(), failure.code()));
	}

	private SocksReplyException(Hop hop, HandshakeException failure, ReplyCode replyCode) {
		super(Step.of(failure.stage()), hop, failure.code(),
				"%s did not %s: reply %d, %s; %s".formatted(hop,
						(failure.stage() == Stage.ACCEPT) ? "accept the connection of " + hop.goal() : hop.purpose(),
						failure.code(), replyCode.description(), replyCode.advice()),
				null);
		this.replyCode = replyCode;
	}

	/**
	 * What the proxy said.
	 * @return the code's name, {@link ReplyCode#UNKNOWN} if it has none
	 * @see #getCode()
	 */
	public ReplyCode getReplyCode() {
		return replyCode;
	}

	private SocksReplyException(SocksReplyException first) {
		super(first);
		this.replyCode = first.replyCode;
	}

	@Override
	SocksException again() {
		return new SocksReplyException(this);
	}

}
