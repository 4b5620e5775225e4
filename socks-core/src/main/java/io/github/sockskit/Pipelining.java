package io.github.sockskit;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.LongSupplier;

import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.internal.protocol.Socks5Handshake;
import org.jspecify.annotations.Nullable;

/**
 * What a dialer knows of its proxy: whether it takes a handshake in one write.
 * Thread-safe. What a dial found out changes only what it set out with, so that late
 * results of others do not count.
 */
final class Pipelining {

	enum Phase {

		/** Nothing is known. */
		UNKNOWN,

		/** It is known which method is selected, and how soon. */
		LEARNED,

		/** One dial is on trial; all others go step by step. */
		TRIAL,

		/** It takes one write. */
		PROVEN,

		/** It does not. */
		STEPS,

		/** Steps, as the user said. */
		STEPWISE,

		/** One write, as the user said. */
		PIPELINED

	}

	/**
	 * One state, compared by identity.
	 *
	 * @param method the one to send ahead
	 * @param nanos how long its selection took; of {@link Phase#STEPS} when that began
	 */
	record Knowledge(Phase phase, @Nullable AuthMethod method, long nanos) {

		/** How long a trial may be without an answer before another dial joins it. */
		long patience() {
			return Math.max(LEAST_PATIENCE, 3 * nanos);
		}

		/** Has a handshake of which nothing was sent leave in one write. */
		Socks5Handshake ahead(Socks5Handshake handshake) {
			handshake.pipeline(Objects.requireNonNull(method));
			return handshake;
		}

	}

	/** A busy machine, or a container that is throttled, needs some itself. */
	private static final long LEAST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long FORGOTTEN_AFTER = TimeUnit.HOURS.toNanos(1);

	private static final Knowledge NOTHING = new Knowledge(Phase.UNKNOWN, null, 0);

	private static final AtomicReferenceFieldUpdater<Pipelining, Knowledge> KNOWLEDGE = AtomicReferenceFieldUpdater
		.newUpdater(Pipelining.class, Knowledge.class, "knowledge");

	private final LongSupplier clock;

	private volatile Knowledge knowledge;

	private Pipelining(Knowledge beginning, LongSupplier clock) {
		this.knowledge = beginning;
		this.clock = clock;
	}

	/**
	 * Where a dialer begins.
	 * @throws IllegalArgumentException if the proxy's method cannot be sent ahead and
	 * shall
	 */
	static Pipelining of(HandshakeMode mode, SocksProxy proxy) {
		return switch (mode) {
			case ADAPTIVE -> adaptive(System::nanoTime);
			case STEPWISE -> decreed(Phase.STEPWISE, null);
			case PIPELINED -> decreed(Phase.PIPELINED, proxy.methodToSendAhead());
		};
	}

	static Pipelining adaptive(LongSupplier clock) {
		return new Pipelining(NOTHING, clock);
	}

	private static Pipelining decreed(Phase phase, @Nullable AuthMethod method) {
		return new Pipelining(new Knowledge(phase, method, 0), System::nanoTime);
	}

	/** What is known now. */
	Knowledge known() {
		Knowledge known = knowledge;
		if (known.phase() == Phase.STEPS && clock.getAsLong() - known.nanos() >= FORGOTTEN_AFTER) {
			change(known, NOTHING);
			return knowledge;
		}
		return known;
	}

	/**
	 * A dial step by step saw the method selected. The shortest time counts: others were
	 * those of a machine under load.
	 */
	void learn(AuthMethod method, long nanos) {
		Knowledge known = knowledge;
		boolean news = known.phase() == Phase.UNKNOWN || (known.phase() == Phase.LEARNED && nanos < known.nanos());
		if (news && method.isPipelinable()) {
			change(known, new Knowledge(Phase.LEARNED, method, nanos));
		}
	}

	/**
	 * Begins a trial.
	 * @return what it ends with, {@code null} if another dial is on trial
	 */
	@Nullable Knowledge beginTrial(Knowledge learned) {
		Knowledge trial = new Knowledge(Phase.TRIAL, learned.method(), learned.nanos());
		return change(learned, trial) ? trial : null;
	}

	/** It took one write. */
	void prove(Knowledge trial) {
		change(trial, new Knowledge(Phase.PROVEN, trial.method(), trial.nanos()));
	}

	/** It did not take one write. */
	void refute(Knowledge trial) {
		change(trial, new Knowledge(Phase.STEPS, null, clock.getAsLong()));
	}

	/** There has to be a trial, another one if this is one. */
	void doubt(Knowledge known) {
		change(known, new Knowledge(Phase.LEARNED, known.method(), known.nanos()));
	}

	/** It is not the proxy any more that it was. */
	void forget(Knowledge known) {
		change(known, NOTHING);
	}

	private boolean change(Knowledge from, Knowledge to) {
		return KNOWLEDGE.compareAndSet(this, from, to);
	}

	@Override
	public String toString() {
		return knowledge.phase().toString();
	}

}
