package io.github.sockskit.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the server saw. A connection writes into the ledger that was open when it was
 * accepted, so one that outlives a reset does not disturb the next test.
 */
final class Ledger {

	final AtomicInteger connections = new AtomicInteger();

	final AtomicInteger authentications = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition arrival = this.lock.newCondition();

	private final List<RecordedRequest> requests = new ArrayList<>();

	private final List<RecordedRequest> datagrams = new ArrayList<>();

	private int taken;

	void add(RecordedRequest request) {
		this.lock.lock();
		try {
			this.requests.add(request);
			this.arrival.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	List<RecordedRequest> requests() {
		this.lock.lock();
		try {
			return List.copyOf(this.requests);
		}
		finally {
			this.lock.unlock();
		}
	}

	void addDatagram(RecordedRequest datagram) {
		this.lock.lock();
		try {
			this.datagrams.add(datagram);
		}
		finally {
			this.lock.unlock();
		}
	}

	List<RecordedRequest> datagrams() {
		this.lock.lock();
		try {
			return List.copyOf(this.datagrams);
		}
		finally {
			this.lock.unlock();
		}
	}

	RecordedRequest take(Duration limit) {
		this.lock.lock();
		try {
			long left = limit.toNanos();
			while (this.taken == this.requests.size()) {
				if (left <= 0) {
					throw new AssertionError(
							"No SOCKS request within %s: %d connections were accepted, %d requests arrived, all taken"
								.formatted(limit, this.connections.get(), this.taken));
				}
				left = this.arrival.awaitNanos(left);
			}
			return this.requests.get(this.taken++);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for a SOCKS request", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

}
