package io.github.sockskit;

import java.io.IOException;
import java.nio.file.Path;

import io.github.sockskit.internal.protocol.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A dial through a proxy that failed. Everything that was opened is closed. Holds no
 * password: the message shows the proxy as {@link SocksProxy#toString()} does, the fields
 * hold its address only.
 */
public abstract sealed class SocksException extends IOException permits SocksConnectException,
		SocksAuthenticationException, SocksReplyException, SocksProtocolException, SocksTimeoutException {

	private static final long serialVersionUID = 1L;

	private final Step step;

	private final SocksVersion version;

	private final int hop;

	private final HostAndPort proxy;

	private final @Nullable String proxyPath;

	private final @Nullable HostAndPort target;

	private final int code;

	SocksException(Step step, Hop hop, int code, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.step = step;
		this.version = hop.proxy().version();
		this.hop = hop.number();
		this.proxy = hop.proxy().address();
		Path path = hop.proxy().path();
		this.proxyPath = (path != null) ? path.toString() : null;
		this.target = hop.target();
		this.code = code;
	}

	/** The same failure, for another one that meets it. */
	SocksException(SocksException first) {
		super(first.getMessage(), first.getCause());
		this.step = first.step;
		this.version = first.version;
		this.hop = first.hop;
		this.proxy = first.proxy;
		this.proxyPath = first.proxyPath;
		this.target = first.target;
		this.code = first.code;
	}

	/**
	 * The same failure once more. One exception that is thrown twice would have the stack
	 * trace of the first, and cannot be suppressed by itself.
	 */
	abstract SocksException again();

	static SocksException of(Hop hop, HandshakeException failure) {
		return switch (failure.kind()) {
			case NO_ACCEPTABLE_METHOD, AUTHENTICATION_REFUSED, AUTHENTICATION_FAILED ->
				new SocksAuthenticationException(hop, failure);
			case REQUEST_REFUSED -> new SocksReplyException(hop, failure);
			case MALFORMED, CLOSED -> new SocksProtocolException(hop, failure, failure.getCause());
		};
	}

	/**
	 * The step that failed.
	 * @return the step
	 */
	public Step getStep() {
		return step;
	}

	/**
	 * The version that was spoken.
	 * @return the version
	 */
	public SocksVersion getVersion() {
		return version;
	}

	/**
	 * Which proxy of a chain failed.
	 * @return 1 for the first, or if there is no chain
	 */
	public int getHop() {
		return hop;
	}

	/**
	 * The proxy's address, without credentials.
	 * @return the address as it was configured; {@code localhost} without a port if the
	 * proxy is a unix-domain socket
	 */
	public HostAndPort getProxy() {
		return proxy;
	}

	/**
	 * The path of a proxy that is a unix-domain socket.
	 * @return the path, {@code null} if the proxy has host and port
	 */
	public @Nullable String getProxyPath() {
		return proxyPath;
	}

	/**
	 * What was to be reached through the proxy.
	 * @return the target, {@code null} if that was a relay for datagrams
	 */
	public @Nullable HostAndPort getTarget() {
		return target;
	}

	/**
	 * The number that the proxy sent to say no: method 255 (RFC 1928, section 3), status
	 * (RFC 1929, section 2) or reply code (RFC 1928, section 6; SOCKS4).
	 * @return 0 to 255, or -1 if it sent none
	 */
	public int getCode() {
		return code;
	}

}
