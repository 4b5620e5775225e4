package io.github.sockskit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Sees every look-up of this JVM, and lets none leave the machine. Those of a name that
 * begins with "stalled" never end, and that of "slow-400.invalid" takes 400 ms.
 */
public final class RecordingResolverProvider extends InetAddressResolverProvider {

	static final List<String> lookUps = new CopyOnWriteArrayList<>();

	private static final CountDownLatch never = new CountDownLatch(1);

	/** For the service loader. */
	public RecordingResolverProvider() {
	}

	@Override
	public InetAddressResolver get(Configuration configuration) {
		InetAddressResolver builtin = configuration.builtinResolver();
		return new InetAddressResolver() {

			@Override
			public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
				lookUps.add(host);
				if (host.startsWith("stalled")) {
					try {
						never.await();
					}
					catch (InterruptedException ex) {
						throw new UnknownHostException(host);
					}
				}
				if (host.equals("slow-400.invalid")) {
					LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
					return builtin.lookupByName("localhost", LookupPolicy.of(LookupPolicy.IPV4));
				}
				if (!host.equals("localhost")) {
					throw new UnknownHostException(host);
				}
				return builtin.lookupByName(host, policy);
			}

			@Override
			public String lookupByAddress(byte[] address) throws UnknownHostException {
				lookUps.add("reverse");
				return builtin.lookupByAddress(address);
			}

		};
	}

	@Override
	public String name() {
		return "recording";
	}

}
