/**
 * A SOCKS4, SOCKS4A and SOCKS5 dialer on the plain JDK.
 */
module io.github.sockskit {

	requires static transitive org.jspecify;

	exports io.github.sockskit;

}
