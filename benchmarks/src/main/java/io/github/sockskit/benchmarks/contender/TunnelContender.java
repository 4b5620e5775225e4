package io.github.sockskit.benchmarks.contender;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.sockskit.HandshakeMode;
import io.github.sockskit.SocksVersion;

/** The clients that give a tunnel, and their names in the report. */
public enum TunnelContender {

	/** The floor. */
	RAW("raw bytes", RawClient::of),

	/** What most Java clients stand on. */
	JDK("JDK", JdkClient::of),

	/** Netty's handler. */
	NETTY("Netty", NettyClient::of),

	/** Ours, a round trip per message. */
	STEPWISE("ours, step by step", ours(HandshakeMode.STEPWISE)),

	/** Ours as it comes: in one write, once the proxy is known to take it. */
	ADAPTIVE("ours, adaptive", ours(HandshakeMode.ADAPTIVE)),

	/** Ours, in one write from the first dial on. */
	PIPELINED("ours, pipelined", ours(HandshakeMode.PIPELINED)),

	/** Ours, adaptive, without waiting for the proxy's reply to the request. */
	OPTIMISTIC("ours, optimistic",
			proxy -> OurClient.of(proxy, SocksVersion.SOCKS5, dialer -> dialer.withOptimistic(true))),

	/** Ours, in a version of one round trip without authentication. */
	SOCKS4A("ours, SOCKS4A", proxy -> OurClient.of(proxy, SocksVersion.SOCKS4A, UnaryOperator.identity()));

	private final String label;

	@SuppressWarnings("ImmutableEnumChecker") // the factories keep nothing
	private final Function<ProxyAccess, TunnelClient> factory;

	TunnelContender(String label, Function<ProxyAccess, TunnelClient> factory) {
		this.label = label;
		this.factory = factory;
	}

	private static Function<ProxyAccess, TunnelClient> ours(HandshakeMode mode) {
		return proxy -> OurClient.of(proxy, SocksVersion.SOCKS5, dialer -> dialer.withHandshake(mode));
	}

	/**
	 * Those that can do it and whose tunnel is open when they return it: all that do the
	 * same work, whatever is then done with the tunnel.
	 * @param authentication what the proxy will ask for
	 * @return in the order of the report
	 */
	public static List<TunnelContender> all(Authentication authentication) {
		return Arrays.stream(values())
			.filter(contender -> contender != OPTIMISTIC)
			.filter(contender -> contender != SOCKS4A || authentication == Authentication.NONE)
			.toList();
	}

	/**
	 * A client of this kind.
	 * @param proxy the proxy for its tunnels
	 * @return the client; the first tunnel may still find it cold
	 */
	public TunnelClient through(ProxyAccess proxy) {
		return factory.apply(proxy);
	}

	@Override
	public String toString() {
		return label;
	}

}
