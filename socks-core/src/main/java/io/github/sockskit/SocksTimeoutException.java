package io.github.sockskit;

import java.net.SocketTimeoutException;

/**
 * The budget of the dial was spent. Its cause is a {@link SocketTimeoutException}.
 */
public final class SocksTimeoutException extends SocksException {

	private static final long serialVersionUID = 1L;

	SocksTimeoutException(Step step, Hop hop, Deadline deadline, SocketTimeoutException cause) {
		super(step, hop, -1, "%s took longer than %s, on the way to %s: %s".formatted(hop, deadline.shown(),
				hop.target(), switch (step) {
					case RESOLVE -> "a name was not looked up in time; check the DNS of this machine";
					case CONNECT ->
						(hop.proxy().path() != null) ? "the proxy does not accept the connection; it may be overloaded"
								: "the proxy does not answer; check host and port, and the firewalls between";
					case TLS ->
						"connected, but the TLS handshake did not end; check that the proxy speaks TLS at that port";
					case METHOD ->
						"connected, but no method reply came; check that it is a SOCKS5 proxy, in TLS or not as configured, and that it is not overloaded";
					case AUTHENTICATION -> "no answer to the authentication came; the proxy may be overloaded";
					case REQUEST ->
						"no reply to the request came; the target may be slow or dropped by a firewall, or the timeout too short";
					case ACCEPT -> "the peer did not connect to the bound address";
				}), cause);
	}

}
