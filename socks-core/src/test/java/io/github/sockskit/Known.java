package io.github.sockskit;

/**
 * Lets tests in other packages see what a dialer knows of its proxy.
 */
public final class Known {

	private Known() {
	}

	/** The phase: UNKNOWN, LEARNED, TRIAL, PROVEN or STEPS. */
	public static String by(SocksDialer dialer) {
		return dialer.pipelining().toString();
	}

}
