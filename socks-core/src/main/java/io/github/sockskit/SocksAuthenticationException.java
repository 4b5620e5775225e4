package io.github.sockskit;

import io.github.sockskit.protocol.HandshakeException;

/**
 * The proxy refused the credentials, or accepts none of the methods that can be offered
 * (RFC 1928, section 3; RFC 1929). They were sent once.
 */
public final class SocksAuthenticationException extends SocksException {

	private static final long serialVersionUID = 1L;

	SocksAuthenticationException(Hop hop, HandshakeException failure) {
		super(Step.of(failure.stage()), hop, failure.code(), message(hop, failure), null);
	}

	private static String message(Hop hop, HandshakeException failure) {
		if (failure.kind() == HandshakeException.Kind.AUTHENTICATION_REFUSED) {
			return "%s refused the credentials, on the way to %s: %s; check username and password".formatted(hop,
					hop.goal(), failure.getMessage());
		}
		return "%s accepts none of the offered authentication methods %s, on the way to %s; %s"
			.formatted(hop, hop.proxy().offeredMethods(), hop.goal(), (hop.proxy().username() == null)
					? "it may want a username and password: set them" : "it may want GSSAPI, or no login from here");
	}

}
