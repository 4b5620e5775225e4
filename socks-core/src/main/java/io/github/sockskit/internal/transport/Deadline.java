package io.github.sockskit.internal.transport;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When the budget of a dial ends, on the monotonic clock. Immutable.
 */
public final class Deadline {

	private final Duration budget;

	private final long end;

	private Deadline(Duration budget, long end) {
		this.budget = budget;
		this.end = end;
	}

	public static Deadline after(Duration budget) {
		// A hundred years, so that differences of nanoTime stay in range.
		long nanos = (budget.toDays() < 36_500) ? budget.toNanos() : TimeUnit.DAYS.toNanos(36_500);
		return new Deadline(budget, System.nanoTime() + nanos);
	}

	/** An earlier end of the same budget. */
	public Deadline in(long nanos) {
		return holds(nanos) ? new Deadline(budget, System.nanoTime() + nanos) : this;
	}

	/** Whether so much is left. */
	public boolean holds(long nanos) {
		return nanosLeft() > nanos;
	}

	/** The earlier one of two. */
	public Deadline or(Deadline other) {
		return (other.end - end < 0) ? other : this;
	}

	/**
	 * What is left, at least a millisecond: 0 would mean no limit to a socket.
	 * @throws SocketTimeoutException if nothing is
	 */
	public int remainingMillis() throws SocketTimeoutException {
		return shareMillis(1);
	}

	/** What is left divided among this and the attempts that may follow it. */
	public int shareMillis(int attempts) throws SocketTimeoutException {
		long left = nanosLeft();
		if (left <= 0) {
			throw new SocketTimeoutException("the budget of %s is spent".formatted(shown()));
		}
		long millis = TimeUnit.NANOSECONDS.toMillis(left + 999_999) / attempts;
		return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
	}

	/** What is left, 0 or less if nothing is. */
	public long nanosLeft() {
		return end - System.nanoTime();
	}

	public boolean isOver() {
		return !holds(0);
	}

	/** The budget as people write it: 10s, 300ms. */
	public String shown() {
		long millis = budget.toMillis();
		if (millis == 0) {
			return budget.toNanos() / 1000 + "us";
		}
		return (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
	}

}
