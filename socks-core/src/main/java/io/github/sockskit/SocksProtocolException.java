package io.github.sockskit;

import io.github.sockskit.protocol.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy did not keep to the protocol: it speaks another one, sent what no
 * specification allows, or closed the connection before the handshake had ended.
 */
public final class SocksProtocolException extends SocksException {

	private static final long serialVersionUID = 1L;

	SocksProtocolException(Hop hop, HandshakeException failure, @Nullable Throwable cause) {
		super(Step.of(failure.stage()), hop, failure.code(), message(hop, failure, cause), cause);
	}

	/** An answer to RESOLVE that is none. */
	SocksProtocolException(Hop hop, String name) {
		super(Step.REQUEST, hop, -1, "%s is not understood: asked for the address of %s it gave the name %s"
			.formatted(hop, hop.target(), name), null);
	}

	private static String message(Hop hop, HandshakeException failure, @Nullable Throwable cause) {
		if (failure.kind() == HandshakeException.Kind.MALFORMED) {
			return "%s is not understood, on the way to %s: %s".formatted(hop, hop.target(), failure.getMessage());
		}
		return "%s %s the connection %s, on the way to %s; %s".formatted(hop, (cause != null) ? "broke" : "closed",
				failure.getMessage() + ((cause != null) ? " (" + cause.getMessage() + ")" : ""), hop.target(),
				switch (failure.stage()) {
					case METHOD -> "check that it is a SOCKS5 proxy, and whether it wants a login or a client it knows";
					case AUTHENTICATION -> "some proxies do so instead of refusing";
					case REQUEST ->
						"OpenSSH's -D does so when the target cannot be reached, others when their rules forbid it";
					case ACCEPT -> "proxies do so when they waited long enough for the peer, or another one came";
				});
	}

}
