package io.github.sockskit.interop;

import java.util.EnumSet;
import java.util.Set;

import io.github.sockskit.SocksVersion;

/**
 * A way to say where a target is.
 */
enum Place {

	/** A name that only the proxy can look up. */
	NAME(Sandbox.NAME, false, SocksVersion.SOCKS4A, SocksVersion.SOCKS5),

	/** The same, for an IPv6 address. */
	NAME_OF_IPV6(Sandbox.NAME_OF_IPV6, true, SocksVersion.SOCKS4A, SocksVersion.SOCKS5),

	/** A name that is looked up here, which is what is left of names with SOCKS4. */
	LOCAL_NAME("localhost", false, SocksVersion.SOCKS4),

	IPV4("127.0.0.1", false, SocksVersion.SOCKS4, SocksVersion.SOCKS4A, SocksVersion.SOCKS5),

	IPV6("::1", true, SocksVersion.SOCKS5);

	private final String host;

	private final boolean ipv6;

	private final Set<SocksVersion> versions;

	Place(String host, boolean ipv6, SocksVersion first, SocksVersion... others) {
		this.host = host;
		this.ipv6 = ipv6;
		this.versions = EnumSet.of(first, others);
	}

	String host() {
		return host;
	}

	/** What TLS tells the target as its name (SNI): names with a dot, no addresses. */
	String serverName() {
		return (this == NAME || this == NAME_OF_IPV6) ? host : "none";
	}

	boolean isIpv6() {
		return ipv6;
	}

	/** Whether a version can say it so. */
	boolean fits(SocksVersion version) {
		return versions.contains(version);
	}

}
