package io.github.sockskit;

import java.io.IOException;
import java.util.List;

/**
 * No connection to the proxy came about: its name is unknown, no address of it accepts
 * one, or, where the proxy gets addresses only, the target's name is unknown on this
 * side. What happened with each address is in {@link #getSuppressed()}.
 */
public final class SocksConnectException extends SocksException {

	private static final long serialVersionUID = 1L;

	SocksConnectException(Step step, Hop hop, String message, IOException cause) {
		super(step, hop, -1, message, cause);
	}

	static SocksConnectException unreachable(Hop hop, List<IOException> attempts) {
		StringBuilder tried = new StringBuilder();
		attempts.forEach((attempt) -> tried.append(tried.isEmpty() ? "" : "; ").append(attempt.getMessage()));
		SocksConnectException ex = new SocksConnectException(Step.CONNECT, hop,
				"cannot connect to the proxy %s, on the way to %s: %s; check that the proxy runs and that host and port are right"
					.formatted(hop, hop.target(), tried),
				attempts.get(attempts.size() - 1));
		attempts.subList(0, attempts.size() - 1).forEach(ex::addSuppressed);
		return ex;
	}

	static SocksConnectException unknownProxy(Hop hop, IOException cause) {
		return new SocksConnectException(Step.RESOLVE, hop,
				"cannot connect to the proxy %s, on the way to %s: the name %s is unknown here; check the proxy's host"
					.formatted(hop, hop.target(), hop.proxy().host()),
				cause);
	}

	static SocksConnectException unknownTarget(Hop hop, String kind, IOException cause) {
		return new SocksConnectException(Step.RESOLVE, hop,
				"%s was not asked for %s: the name has no %s here; %s".formatted(hop, hop.target(), kind,
						(hop.proxy().version() == SocksVersion.SOCKS4)
								? "SOCKS4 cannot carry a name, use socks4a or socks5 if the proxy knows it"
								: "local DNS is configured, use remote DNS if the proxy knows it"),
				cause);
	}

}
