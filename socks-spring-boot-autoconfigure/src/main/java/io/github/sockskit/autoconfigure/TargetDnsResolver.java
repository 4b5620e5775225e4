package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks nothing up: hands hosts on unresolved, and the dialer knows what a literal is and
 * who looks a name up.
 */
final class TargetDnsResolver implements DnsResolver {

	@Override
	public List<InetSocketAddress> resolve(String host, int port) {
		return List.of(InetSocketAddress.createUnresolved(host, port));
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		throw new UnknownHostException(host + " is not looked up here");
	}

	@Override
	public String resolveCanonicalHostname(String host) {
		return host;
	}

}
