package io.github.sockskit;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import io.github.sockskit.internal.transport.Deadline;

/**
 * The budget of the dial was spent. Its cause is a {@link SocketTimeoutException}.
 */
public final class SocksTimeoutException extends SocksException {

	private static final long serialVersionUID = 1L;

	static SocksTimeoutException connecting(Hop hop, Deadline deadline, SocketTimeoutException cause,
			List<IOException> before) {
		SocketTimeoutException last = cause;
		if (!before.isEmpty()) {
			last = new SocketTimeoutException(
					before.stream().map(Throwable::getMessage).collect(Collectors.joining("; ", "after ", "; "))
							+ cause.getMessage());
			last.initCause(cause);
		}
		SocksTimeoutException failure = new SocksTimeoutException(Step.CONNECT, hop, deadline, last);
		before.forEach(failure::addSuppressed);
		return failure;
	}

	SocksTimeoutException(Step step, Hop hop, Deadline deadline, SocketTimeoutException cause) {
		this(step, hop, deadline, cause, "");
	}

	/**
	 * @param more what else may be the reason
	 */
	SocksTimeoutException(Step step, Hop hop, Deadline deadline, SocketTimeoutException cause, String more) {
		super(step, hop, -1, "%s took longer than %s, on the way to %s: %s%s".formatted(hop, deadline.shown(),
				hop.goal(), switch (step) {
					case RESOLVE -> cause.getMessage() + "; check the DNS of this machine";
					case CONNECT ->
						"the proxy does not answer (%s); %s".formatted(cause.getMessage(), (hop.proxy().path() != null)
								? "it may be overloaded" : "check host and port, and the firewalls between");
					case TLS ->
						"connected, but the TLS handshake did not end; check that the proxy speaks TLS at that port";
					case METHOD ->
						"connected, but no method reply came; check that it is a SOCKS5 proxy, in TLS or not as configured (an HTTP proxy waits like this), and that it is not overloaded";
					case AUTHENTICATION ->
						"no answer to the authentication came; the proxy, or a KDC that was asked, may be overloaded";
					case REQUEST ->
						"no reply to the request came; the target may be slow or dropped by a firewall, or the timeout too short";
					case ACCEPT -> "the peer did not connect to the bound address";
				}, more), cause);
	}

	SocketTimeoutException timeout() {
		return (SocketTimeoutException) Objects.requireNonNull(getCause());
	}

	private SocksTimeoutException(SocksTimeoutException first) {
		super(first);
	}

	@Override
	SocksException again() {
		return new SocksTimeoutException(this);
	}

}
