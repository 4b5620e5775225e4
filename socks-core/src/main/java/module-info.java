/**
 * A SOCKS4, SOCKS4A and SOCKS5 dialer on the plain JDK.
 */
module io.github.sockskit {

	requires static transitive org.jspecify;

	// For GSSAPI only; it is there whenever Kerberos' login module is.
	requires static java.security.jgss;

	exports io.github.sockskit;
	exports io.github.sockskit.auth;

}
