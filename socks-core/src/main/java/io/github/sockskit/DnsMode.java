package io.github.sockskit;

/**
 * Where names of targets are looked up.
 */
public enum DnsMode {

	/**
	 * By the proxy, where the version can carry a name: SOCKS4 cannot, so there they are
	 * looked up locally. An endpoint that is resolved already goes out as its address.
	 */
	AUTO,

	/**
	 * By the proxy only. An endpoint that was resolved from a name goes out as that name,
	 * so whoever checked its address has checked nothing. Not possible with SOCKS4.
	 */
	REMOTE,

	/**
	 * Locally; the proxy gets addresses only.
	 */
	LOCAL

}
