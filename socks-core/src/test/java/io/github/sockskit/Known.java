package io.github.sockskit;

/**
 * What a dialer knows of its proxy, for tests to see and to change.
 */
public final class Known {

	private Known() {
	}

	/** The phase: UNKNOWN, LEARNED, TRIAL, PROVEN or STEPS. */
	public static String by(SocksDialer dialer) {
		return dialer.pipelining().toString();
	}

	/**
	 * Lets the trial to come take up to a quarter of the budget, as if the proxy were far
	 * away: it then does not lose only because the machine is busy.
	 */
	static SocksDialer toBeFar(SocksDialer dialer) {
		Pipelining pipelining = dialer.pipelining();
		Pipelining.Knowledge learned = pipelining.known();
		pipelining.forget(learned);
		pipelining.learn(learned.method(), dialer.proxy().timeout().toNanos() / 12);
		return dialer;
	}

}
