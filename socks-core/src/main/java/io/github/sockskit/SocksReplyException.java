package io.github.sockskit;

/**
 * The proxy answered the request with a refusal (RFC 1928, section 6; SOCKS4).
 */
public final class SocksReplyException extends SocksException {

	private static final long serialVersionUID = 1L;

	private final ReplyCode replyCode;

	SocksReplyException(Hop hop, int code) {
		this(hop, code, ReplyCode.of(hop.proxy().version(), code));
	}

	private SocksReplyException(Hop hop, int code, ReplyCode replyCode) {
		super(Step.REQUEST, hop, code,
				"%s did not %s %s: reply %d, %s; %s".formatted(hop, (hop.target() != null) ? "connect to" : "open",
						hop.goal(), code, replyCode.description(), replyCode.advice()),
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

}
