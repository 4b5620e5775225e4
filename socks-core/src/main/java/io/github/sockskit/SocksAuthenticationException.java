package io.github.sockskit;

import io.github.sockskit.protocol.HandshakeException;

/**
 * The proxy refused the credentials, or accepts none of the methods that can be offered
 * (RFC 1928, section 3; RFC 1929). They were sent once.
 */
public final class SocksAuthenticationException extends SocksException {

	private static final long serialVersionUID = 1L;

	SocksAuthenticationException(SocksProxy proxy, HostAndPort target, HandshakeException failure) {
		super(Step.of(failure.stage()), proxy, target, failure.code(), message(proxy, target, failure), null);
	}

	private static String message(SocksProxy proxy, HostAndPort target, HandshakeException failure) {
		if (failure.kind() == HandshakeException.Kind.AUTHENTICATION_REFUSED) {
			return "%s refused the credentials, on the way to %s: %s; check username and password".formatted(proxy,
					target, failure.getMessage());
		}
		return "%s accepts none of the offered authentication methods %s, on the way to %s; %s".formatted(proxy,
				proxy.methods(), target, (proxy.username() == null) ? "it may want a username and password: set them"
						: "it may want GSSAPI, or no login from here");
	}

}
