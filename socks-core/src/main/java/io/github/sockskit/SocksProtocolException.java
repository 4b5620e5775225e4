package io.github.sockskit;

import java.io.IOException;

import io.github.sockskit.protocol.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy did not keep to the protocol: it speaks another one, sent what no
 * specification allows, or closed the connection before the handshake had ended.
 */
public final class SocksProtocolException extends SocksException {

	private static final long serialVersionUID = 1L;

	SocksProtocolException(Hop hop, HandshakeException failure, @Nullable IOException cause) {
		super(Step.of(failure.stage()), hop, failure.code(), message(hop, failure, cause), cause);
	}

	private static String message(Hop hop, HandshakeException failure, @Nullable IOException cause) {
		if (failure.kind() == HandshakeException.Kind.MALFORMED) {
			return "%s is not understood, on the way to %s: %s".formatted(hop, hop.target(), failure.getMessage());
		}
		return "%s %s the connection %s, on the way to %s; %s".formatted(hop, (cause != null) ? "broke" : "closed",
				failure.getMessage() + ((cause != null) ? " (" + cause.getMessage() + ")" : ""), hop.target(),
				switch (failure.stage()) {
					case METHOD ->
						"check that it is a SOCKS5 proxy, in TLS or not as configured, and whether it wants a login or a client it knows";
					case AUTHENTICATION -> "some proxies do so when username or password are wrong";
					case REQUEST ->
						"OpenSSH's -D does so when the target cannot be reached, others when their rules forbid it"
								+ ((hop.proxy().version() != SocksVersion.SOCKS5) ? ", or when they expect TLS" : "");
					case ACCEPT -> "proxies do so when they waited long enough for the peer, or another one came";
				});
	}

}
