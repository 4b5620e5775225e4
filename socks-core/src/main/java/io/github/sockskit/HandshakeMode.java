package io.github.sockskit;

/**
 * How the messages of a SOCKS5 handshake leave. SOCKS4 and SOCKS4A have one message only,
 * and BIND, UDP ASSOCIATE and Tor's look-ups always go {@link #STEPWISE}.
 */
public enum HandshakeMode {

	/**
	 * In one write if the proxy is known to take it, and step by step otherwise: one
	 * round trip instead of two, or of three with a password. Some servers lose what
	 * follows a message in the same read, so a dialer finds out, for itself and the
	 * copies of it that go the same way to the same proxy:
	 * <ol>
	 * <li>The first dial goes step by step. It learns which method the proxy selects, and
	 * how long that reply takes; from refused credentials nothing.
	 * <li>The next one is a trial: it sends everything at once, with that one method. If
	 * there is no reply to its request after three times the learned time, at least 250
	 * ms, a step-by-step dial starts beside it on a connection of its own, and the first
	 * of the two to get an answer counts. <em>A trial may thus have the proxy connect to
	 * the target twice</em>, and check credentials twice that it accepted before; the
	 * connection that is not used is closed at once. All other dials go step by step
	 * meanwhile.
	 * <li>If the trial wins, dials go out in one write from then on. If it does not, or
	 * if the connection breaks or the proxy sends nonsense, they go step by step for an
	 * hour, then it begins again.
	 * </ol>
	 * What the proxy answers to a request, by a reply or by closing the connection once
	 * method and credentials are through, is its answer and never a reason to ask again.
	 * If a proxy that was found to take it breaks the connection before, the dial is
	 * repeated once step by step, within the same time limit, and learns anew. If a dial
	 * to it gets no reply in time, which may be the target's fault, there is another
	 * trial.
	 * <p>
	 * Credentials are sent ahead only to a proxy that has asked for them before. Steps it
	 * is, too, for a socket that is {@linkplain java.net.Socket#bind bound} to a local
	 * port, with a method whose messages are not known beforehand (GSSAPI), and instead
	 * of a trial where the time limit is too short for a second attempt.
	 */
	ADAPTIVE,

	/**
	 * Each message when the one before was answered, as RFC 1928 has it. The target is
	 * never dialled twice.
	 */
	STEPWISE,

	/**
	 * In one write from the first dial on, with one method: that of the credentials or
	 * the first that was set, without either none. Nothing is tried out and nothing
	 * repeated; with a proxy that does not take it, dials fail. Credentials go out
	 * without being asked for.
	 */
	PIPELINED

}
