package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Sees every look-up of this JVM, and lets none leave the machine.
 */
public final class RecordingResolverProvider extends InetAddressResolverProvider {

	static final List<String> lookUps = new CopyOnWriteArrayList<>();

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
				if (!host.equals("localhost")) {
					throw new UnknownHostException(host);
				}
				return builtin.lookupByName(host, policy);
			}

			@Override
			public String lookupByAddress(byte[] address) throws UnknownHostException {
				return builtin.lookupByAddress(address);
			}

		};
	}

	@Override
	public String name() {
		return "recording";
	}

}
