package io.github.sockskit;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.List;

import javax.net.ssl.SSLException;

/**
 * No connection to the proxy came about: its name is unknown, no address of it accepts
 * one, TLS with it failed ({@link Step#TLS}), or, where the proxy gets addresses only,
 * the target's name is unknown on this side. The message has every address that was tried
 * and why it failed; the last failure is the cause, those before it are suppressed.
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
				"cannot connect to the proxy %s, on the way to %s: %s; check that the proxy runs and that %s"
					.formatted(hop, hop.goal(), tried, (hop.proxy().path() != null)
							? "the path is right and this user may write to it" : "host and port are right"),
				attempts.get(attempts.size() - 1));
		attempts.subList(0, attempts.size() - 1).forEach(ex::addSuppressed);
		return ex;
	}

	static SocksConnectException notSecured(Hop hop, IOException cause) {
		Throwable origin = cause;
		boolean certificate = false;
		while (origin.getCause() != null) {
			origin = origin.getCause();
			certificate |= origin instanceof CertificateException;
		}
		String advice = "check that it speaks TLS at that port, and leave TLS out if it is a plain SOCKS proxy";
		if (certificate) {
			advice = "its certificate has to be issued for %s, by an authority that is trusted here"
				.formatted(hop.proxy().certifiedAddress().host());
		}
		else if (cause instanceof SSLException && String.valueOf(cause.getMessage()).contains("alert")) {
			advice = "check whether it wants a client certificate, and which versions of TLS it takes";
		}
		return new SocksConnectException(Step.TLS, hop,
				"cannot connect to the proxy %s in TLS, on the way to %s: %s; %s".formatted(hop, hop.goal(),
						origin.getMessage(), advice),
				cause);
	}

	static SocksConnectException notLookedUp(Hop hop, boolean ofTarget, IOException cause) {
		return new SocksConnectException(Step.RESOLVE, hop,
				"cannot connect to %s through %s: %s; %s".formatted(hop.goal(), hop, cause.getMessage(),
						ofTarget ? adviceOnTarget(hop) : "check the proxy's host, and the DNS of this machine"),
				cause);
	}

	static SocksConnectException noSuchAddress(Hop hop, String name) {
		return new SocksConnectException(
				Step.RESOLVE, hop, "cannot connect to %s through %s: %s has no address here that %s can carry; %s"
					.formatted(hop.goal(), hop, name, hop.proxy().version(), adviceOnTarget(hop)),
				new UnknownHostException(name));
	}

	private static String adviceOnTarget(Hop hop) {
		return (hop.proxy().version() == SocksVersion.SOCKS4)
				? "SOCKS4 cannot carry a name, use socks4a or socks5 if the proxy knows it"
				: "local DNS is configured, use remote DNS if the proxy knows it";
	}

	private SocksConnectException(SocksConnectException first) {
		super(first);
	}

	@Override
	SocksException again() {
		return new SocksConnectException(this);
	}

}
