package io.github.sockskit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

import io.github.sockskit.BlockingDriver.Until;
import io.github.sockskit.Pipelining.Knowledge;
import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.protocol.Socks5Handshake;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one CONNECT over SOCKS5: in one write where the proxy takes that, as
 * far as is known or this finds out, else step by step. See {@link HandshakeMode}.
 */
final class Exchange {

	private final Dial dial;

	private final Transport transport;

	private final Pipelining pipelining;

	/** What let a handshake leave in one write. */
	private @Nullable Knowledge relied;

	Exchange(Dial dial, Transport transport, Pipelining pipelining) {
		this.dial = dial;
		this.transport = transport;
		this.pipelining = pipelining;
	}

	/**
	 * Shakes hands.
	 * @param handshake of which nothing was sent
	 * @return the one that succeeded, over what is then the connection of the transport,
	 * or has got as far as an optimistic dialer wants
	 * @throws IOException as {@link Dial#run} does
	 */
	Handshake run(Socks5Handshake handshake, Socket connection) throws IOException {
		Knowledge known = pipelining.known();
		return switch (known.phase()) {
			case UNKNOWN -> learning(handshake, connection);
			case LEARNED -> mayBeTried(known) ? trial(handshake, connection, known) : learning(handshake, connection);
			case PROVEN ->
				transport.isBound() ? plain(handshake, connection) : inOneWrite(handshake, connection, known);
			case TRIAL, STEPS, STEPWISE -> plain(handshake, connection);
			case PIPELINED -> plain(known.ahead(handshake), connection);
		};
	}

	/**
	 * There has to be room for a second attempt: not from the same port, and it takes
	 * round trips that this one saves.
	 */
	private boolean mayBeTried(Knowledge learned) {
		return !transport.isBound() && dial.deadline().holds(3 * learned.patience());
	}

	/** However the handshake leaves. */
	private Handshake plain(Socks5Handshake handshake, Socket connection) throws IOException {
		dial.shakeHands(handshake, dial.until(), transport, connection, dial.deadline());
		return handshake;
	}

	/**
	 * Step by step. Credentials that are refused teach nothing: in a trial they might go
	 * out twice.
	 */
	private Handshake learning(Socks5Handshake handshake, Socket connection) throws IOException {
		long start = System.nanoTime();
		dial.shakeHands(handshake, Until.METHOD_SELECTED, transport, connection, dial.deadline());
		long nanos = System.nanoTime() - start;
		dial.shakeHands(handshake, Until.DATA_MAY_FOLLOW, transport, connection, dial.deadline());
		AuthMethod method = handshake.method();
		if (method != null) {
			pipelining.learn(method, nanos);
		}
		return plain(handshake, connection);
	}

	/** With a proxy that took it before. */
	private Handshake inOneWrite(Socks5Handshake handshake, Socket connection, Knowledge proven) throws IOException {
		relied = proven;
		try {
			return plain(proven.ahead(handshake), connection);
		}
		catch (SocksException ex) {
			if (isNoMoreProven(proven, dial.ending(ex, handshake))) {
				return again(ex);
			}
			throw ex;
		}
	}

	/** Whether steps may do what one write has failed to do. */
	private boolean isNoMoreProven(Knowledge proven, Ending ending) {
		switch (ending) {
			case BROKEN, UNACCEPTED -> {
				pipelining.forget(proven);
				return true;
			}
			// A slow target, or another server in the place of the proxy.
			case TIMED_OUT -> pipelining.doubt(proven);
			default -> {
			}
		}
		return false;
	}

	/**
	 * The replies that an optimistic dial had left were none: it is not repeated, as data
	 * have been sent, but the next ones know.
	 */
	void failedLate(SocksException failure, Handshake handshake) {
		Knowledge proven = relied;
		if (proven != null) {
			isNoMoreProven(proven, dial.ending(failure, handshake));
		}
	}

	/** Once more on another connection, step by step. */
	private Handshake again(SocksException failure) throws IOException {
		relied = null;
		transport.drop();
		try {
			return learning(dial.another(), dial.connect(transport));
		}
		catch (IOException ex) {
			ex.addSuppressed(failure);
			throw ex;
		}
	}

	/**
	 * Waits for the replies, optimistic or not: what was sent may have to be repeated.
	 */
	private Handshake trial(Socks5Handshake handshake, Socket connection, Knowledge learned) throws IOException {
		Knowledge trial = pipelining.beginTrial(learned);
		if (trial == null) {
			return plain(handshake, connection);
		}
		try {
			return alone(trial.ahead(handshake), connection, trial);
		}
		finally {
			pipelining.doubt(trial); // if nothing came of it
		}
	}

	/** As long as patience lasts. */
	private Handshake alone(Socks5Handshake handshake, Socket connection, Knowledge trial) throws IOException {
		try {
			dial.shakeHands(handshake, Until.OVER, transport, connection, dial.deadline().in(trial.patience()));
			pipelining.prove(trial);
			return handshake;
		}
		catch (SocksException ex) {
			switch (dial.ending(ex, handshake)) {
				case DENIED -> pipelining.prove(trial);
				case REFUSED -> pipelining.forget(trial);
				case UNACCEPTED -> {
					pipelining.forget(trial);
					return again(ex);
				}
				case BROKEN, GARBLED -> {
					pipelining.refute(trial);
					return again(ex);
				}
				case TIMED_OUT -> {
					return race(handshake, connection, trial);
				}
				default -> {
				}
			}
			throw ex;
		}
	}

	/** Goes on waiting, with a dial step by step beside this one. */
	private Handshake race(Socks5Handshake handshake, Socket connection, Knowledge trial) throws IOException {
		try (SideDial side = SideDial.start(dial, transport)) {
			Ending ending = Ending.GRANTED;
			SocksException failure = null;
			try {
				dial.shakeHands(handshake, Until.OVER, transport, connection, dial.deadline());
			}
			catch (SocksException ex) {
				ending = dial.ending(ex, handshake);
				failure = ex;
			}
			if (!ending.isAnswer() || !side.isBeaten()) {
				return beside(side, trial, ending, failure);
			}
			if (ending == Ending.REFUSED) {
				pipelining.forget(trial);
			}
			else {
				pipelining.prove(trial);
			}
			if (failure != null) {
				throw failure;
			}
			return handshake;
		}
	}

	/** What the other dial came to, for this one came to nothing, or second. */
	private Handshake beside(SideDial side, Knowledge trial, Ending ending, @Nullable SocksException failure)
			throws IOException {
		transport.drop();
		SideDial.Result other = side.await();
		transport.requireOpen();
		if (other == null) {
			throw (failure != null) ? failure : new SocksTimeoutException(Step.REQUEST, dial.hop(), dial.deadline(),
					new SocketTimeoutException());
		}
		boolean tellsMore = switch (ending) {
			case CLOSED, ABANDONED -> other.ending().isAnswer();
			case TIMED_OUT -> other.ending().isAnswer() || other.ending() == Ending.CLOSED;
			default -> true;
		};
		if (ending == Ending.UNACCEPTED) {
			pipelining.forget(trial);
		}
		else if (tellsMore && ending != Ending.ABANDONED) {
			pipelining.refute(trial);
		}
		IOException otherFailure = other.failure();
		if (otherFailure == null) {
			side.handOver();
			return other.handshake();
		}
		if (tellsMore || failure == null) {
			otherFailure.fillInStackTrace(); // of this thread, which is the caller's
			throw otherFailure;
		}
		failure.addSuppressed(otherFailure);
		throw failure;
	}

}
