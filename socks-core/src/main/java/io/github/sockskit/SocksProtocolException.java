package io.github.sockskit;

import io.github.sockskit.internal.protocol.HandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The proxy did not keep to the protocol: it speaks another one, sent what no
 * specification allows, or closed the connection before the handshake had ended.
 */
public final class SocksProtocolException extends SocksException {

	private static final long serialVersionUID = 1L;

	private final boolean malformed;

	SocksProtocolException(Hop hop, HandshakeException failure, @Nullable Throwable cause) {
		super(Step.of(failure.stage()), hop, failure.code(), message(hop, failure, cause), cause);
		this.malformed = failure.kind() == HandshakeException.Kind.MALFORMED;
	}

	/** A reply that is whole, and makes no sense. */
	SocksProtocolException(Hop hop, String said) {
		super(Step.REQUEST, hop, -1, malformed(hop, said), null);
		this.malformed = true;
	}

	/** Whether the proxy sent what makes no sense, and did not just break off. */
	boolean isMalformed() {
		return malformed;
	}

	private static String malformed(Hop hop, @Nullable String said) {
		return "%s is not understood, on the way to %s: %s".formatted(hop, hop.goal(), said);
	}

	private static String message(Hop hop, HandshakeException failure, @Nullable Throwable cause) {
		if (failure.kind() == HandshakeException.Kind.MALFORMED) {
			return malformed(hop, failure.getMessage());
		}
		return "%s %s the connection %s, on the way to %s; %s".formatted(hop, (cause != null) ? "broke" : "closed",
				failure.getMessage() + ((cause != null) ? " (" + cause.getMessage() + ")" : ""), hop.goal(),
				switch (failure.stage()) {
					case METHOD ->
						"check that it is a SOCKS5 proxy, in TLS or not as configured, and whether it wants a login or a client it knows";
					case AUTHENTICATION -> "some proxies do so instead of refusing";
					case REQUEST -> (hop.target() != null)
							? "OpenSSH's -D does so when the target cannot be reached, others when their rules forbid it"
									+ ((hop.proxy().version() != SocksVersion.SOCKS5) ? ", or when they expect TLS"
											: "")
							: "OpenSSH's -D does so, as it has none, others when their rules forbid it";
					case ACCEPT -> "proxies do so when they waited long enough for the peer, or another one came";
				});
	}

	private SocksProtocolException(SocksProtocolException first) {
		super(first);
		this.malformed = first.malformed;
	}

	@Override
	SocksException again() {
		return new SocksProtocolException(this);
	}

}
