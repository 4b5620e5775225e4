package io.github.sockskit;

import io.github.sockskit.internal.protocol.HandshakeException;

/**
 * The proxy refused the credentials, or accepts none of the methods that can be offered
 * (RFC 1928, section 3; RFC 1929; RFC 1961); or this side has no credentials to give, or
 * does not accept those of the proxy. They were sent once.
 */
public final class SocksAuthenticationException extends SocksException {

	private static final long serialVersionUID = 1L;

	SocksAuthenticationException(Hop hop, HandshakeException failure) {
		super(Step.of(failure.stage()), hop, failure.code(), message(hop, failure), failure.getCause());
	}

	private static String message(Hop hop, HandshakeException failure) {
		return switch (failure.kind()) {
			case AUTHENTICATION_REFUSED ->
				"%s refused the credentials, on the way to %s: %s".formatted(hop, hop.goal(), failure.getMessage());
			case AUTHENTICATION_FAILED ->
				"cannot authenticate at %s, on the way to %s: %s".formatted(hop, hop.goal(), failure.getMessage());
			default -> "%s accepts none of the offered authentication methods %s, on the way to %s; %s".formatted(hop,
					hop.proxy().offeredMethods(), hop.goal(), advice(hop.proxy()));
		};
	}

	private static String advice(SocksProxy proxy) {
		if (!proxy.offeredMethods().equals(SocksProxy.NO_AUTHENTICATION)) {
			return "it may want another one, or no login from here";
		}
		return "it may want a username and password, or GSSAPI: set them";
	}

	private SocksAuthenticationException(SocksAuthenticationException first) {
		super(first);
	}

	@Override
	SocksException again() {
		return new SocksAuthenticationException(this);
	}

}
