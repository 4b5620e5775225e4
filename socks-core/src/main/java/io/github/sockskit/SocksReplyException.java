package io.github.sockskit;

/**
 * The proxy answered the request with a refusal (RFC 1928, section 6; SOCKS4).
 */
public final class SocksReplyException extends SocksException {

	private static final long serialVersionUID = 1L;

	private final ReplyCode replyCode;

	SocksReplyException(SocksProxy proxy, HostAndPort target, int code) {
		this(proxy, target, code, ReplyCode.of(proxy.version(), code));
	}

	private SocksReplyException(SocksProxy proxy, HostAndPort target, int code, ReplyCode replyCode) {
		super(Step.REQUEST, proxy, target, code, "%s did not connect to %s: reply %d, %s; %s".formatted(proxy, target,
				code, replyCode.description(), replyCode.advice()), null);
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
