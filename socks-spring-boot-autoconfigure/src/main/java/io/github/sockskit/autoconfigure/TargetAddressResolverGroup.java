package io.github.sockskit.autoconfigure;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

import io.github.sockskit.SocksVersion;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

/**
 * Looks up only what is not for the proxy to look up. Checks, too, what Netty would send
 * without a look at it.
 */
final class TargetAddressResolverGroup extends AddressResolverGroup<InetSocketAddress> {

	/**
	 * At most 255 bytes that can stand in a name; not what only looks like an address.
	 */
	private static final Pattern NAME = Pattern
		.compile("(?i)(?!(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)\\.?$)[\\x21-\\x7e&&[^ #/:<>?@\\[\\\\\\]^|%]]{1,255}");

	private final AddressResolverGroup<InetSocketAddress> lookUps;

	private final DirectHosts directHosts;

	private final SocksVersion version;

	private final boolean local;

	/**
	 * @param lookUps resolves names of {@link InetSocketAddress}es; not closed here
	 * @param version decides which addresses can be sent
	 * @param local whether names of proxied targets are looked up as well
	 */
	@SuppressWarnings("unchecked")
	TargetAddressResolverGroup(AddressResolverGroup<?> lookUps, DirectHosts directHosts, SocksVersion version,
			boolean local) {
		this.lookUps = (AddressResolverGroup<InetSocketAddress>) lookUps;
		this.directHosts = directHosts;
		this.version = version;
		this.local = local;
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {

			/** Literals are looked at, too. */
			@Override
			protected boolean doIsResolved(InetSocketAddress address) {
				return false;
			}

			@Override
			protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) throws Exception {
				Promise<List<InetSocketAddress>> all = executor().newPromise();
				forward(all, promise, (addresses) -> addresses.get(0));
				doResolveAll(address, all);
			}

			@Override
			protected void doResolveAll(InetSocketAddress address, Promise<List<InetSocketAddress>> promise)
					throws Exception {
				InetSocketAddress target = literal(address);
				boolean direct = directHosts.test(target.getHostString());
				if (target.isUnresolved() && (direct || local)) {
					Future<List<InetSocketAddress>> found = lookUps.getResolver(executor()).resolveAll(target);
					forward(found, promise, (addresses) -> direct ? addresses : sendable(target, addresses));
				}
				else if (direct) {
					promise.setSuccess(List.of(target));
				}
				else if (!target.isUnresolved()) {
					promise.setSuccess(sendable(target, List.of(target)));
				}
				else {
					promise.setSuccess(List.of(name(target)));
				}
			}

		};
	}

	/** An IPv4-mapped address is an IPv4 address, which is what filters know. */
	private static InetSocketAddress literal(InetSocketAddress address) throws UnknownHostException {
		InetAddress literal = address.isUnresolved() ? AddressBlock.literal(address.getHostString())
				: InetAddress.getByAddress(address.getAddress().getAddress());
		boolean changed = literal != null && (address.isUnresolved() || literal instanceof Inet4Address);
		return changed ? new InetSocketAddress(literal, address.getPort()) : address;
	}

	private static InetSocketAddress name(InetSocketAddress target) throws UnknownHostException {
		String host = target.getHostString();
		if (!NAME.matcher(host).matches()) {
			throw new UnknownHostException(
					"'%s' is neither an address nor a name that can be sent to a SOCKS proxy: names have 1 to 255 ASCII characters"
						.formatted(host));
		}
		return target;
	}

	/**
	 * One address: Reactor Netty would dial the proxy again for each of them while the
	 * proxy is down. And it is the one that a filter is shown next.
	 */
	private List<InetSocketAddress> sendable(InetSocketAddress target, List<InetSocketAddress> addresses)
			throws UnknownHostException {
		return addresses.stream()
			.filter((address) -> version == SocksVersion.SOCKS5 || address.getAddress() instanceof Inet4Address)
			.findFirst()
			.map(List::of)
			.orElseThrow(() -> new UnknownHostException(
					"%s has no address here that %s can carry".formatted(target.getHostString(), version)));
	}

	private static <F, T> void forward(Future<F> from, Promise<T> to, Conversion<F, T> conversion) {
		from.addListener((FutureListener<F>) (done) -> {
			if (!done.isSuccess()) {
				to.tryFailure(done.cause());
				return;
			}
			try {
				to.trySuccess(conversion.convert(done.getNow()));
			}
			catch (UnknownHostException ex) {
				to.tryFailure(ex);
			}
		});
	}

	@FunctionalInterface
	private interface Conversion<F, T> {

		T convert(F from) throws UnknownHostException;

	}

}
