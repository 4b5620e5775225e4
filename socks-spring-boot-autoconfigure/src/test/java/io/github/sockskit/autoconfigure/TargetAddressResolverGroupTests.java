package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.sockskit.SocksVersion;
import io.github.sockskit.autoconfigure.SocksProxyProperties.Loopback;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TargetAddressResolverGroupTests {

	private final LookUps lookUps = new LookUps();

	private Future<List<InetSocketAddress>> resolve(InetSocketAddress target, SocksVersion version, boolean local) {
		DirectHosts direct = new DirectHosts(List.of("*.direct.example"), Loopback.DIRECT);
		return new TargetAddressResolverGroup(lookUps, direct, version, local)
			.getResolver(ImmediateEventExecutor.INSTANCE)
			.resolveAll(target);
	}

	private static InetSocketAddress name(String host) {
		return InetSocketAddress.createUnresolved(host, 80);
	}

	private static InetSocketAddress address(String literal) {
		return new InetSocketAddress(literal, 80);
	}

	@ParameterizedTest
	@ValueSource(strings = { "api.example", "my_service", "xn--bcher-kva.example", "127.example", "a" })
	void namesAreForTheProxy(String host) {
		assertThat(resolve(name(host), SocksVersion.SOCKS5, false).getNow()).containsExactly(name(host));
		assertThat(lookUps.asked).isEmpty();
	}

	/** Whoever looks a number up takes it for an address, such as loopback. */
	@ParameterizedTest
	@ValueSource(strings = { "127.1", "2130706433", "0x7f000001", "a.0x7f", "1.2.3.4.5", "bücher.example", "a b", "a%b",
			"a\u0000b" })
	void whatIsNoNameIsNotSent(String host) {
		assertThat(resolve(name(host), SocksVersion.SOCKS5, false).cause()).isInstanceOf(UnknownHostException.class)
			.hasMessageContaining("neither an address nor a name");
		assertThat(lookUps.asked).isEmpty();
	}

	@Test
	void aNameHasAtMost255Bytes() {
		assertThat(resolve(name("a".repeat(255)), SocksVersion.SOCKS5, false).isSuccess()).isTrue();
		assertThat(resolve(name("a".repeat(256)), SocksVersion.SOCKS5, false).isSuccess()).isFalse();
	}

	@Test
	void namesOfDirectHostsAreLookedUp() {
		assertThat(resolve(name("two.direct.example"), SocksVersion.SOCKS5, false).getNow())
			.containsExactly(address("2001:db8::1"), address("192.0.2.1"));
		assertThat(lookUps.asked).containsExactly("two.direct.example");
	}

	@Test
	void ifNamesAreLookedUpTheProxyIsAskedForOneAddress() {
		assertThat(resolve(name("two.example"), SocksVersion.SOCKS5, true).getNow())
			.containsExactly(address("2001:db8::1"));
		assertThat(resolve(name("two.example"), SocksVersion.SOCKS4, true).getNow())
			.containsExactly(address("192.0.2.1"));
	}

	@Test
	void aFailedLookUpFails() {
		assertThat(resolve(name("unknown.example"), SocksVersion.SOCKS5, true).cause())
			.isInstanceOf(UnknownHostException.class);
	}

	@Test
	void literalsAreNeverLookedUp() {
		for (String literal : List.of("192.0.2.1", "2001:db8::1", "127.0.0.1")) {
			assertThat(resolve(name(literal), SocksVersion.SOCKS5, true).getNow()).containsExactly(address(literal));
			assertThat(resolve(address(literal), SocksVersion.SOCKS5, true).getNow()).containsExactly(address(literal));
		}
		assertThat(lookUps.asked).isEmpty();
	}

	@Test
	void socks4CarriesNoIpv6Address() {
		for (InetSocketAddress target : List.of(name("2001:db8::1"), address("2001:db8::1"))) {
			assertThat(resolve(target, SocksVersion.SOCKS4A, false).cause()).isInstanceOf(UnknownHostException.class)
				.hasMessageContaining("SOCKS4A");
		}
	}

	@Test
	void oneAddressIsTheFirst() {
		Future<InetSocketAddress> found = new TargetAddressResolverGroup(lookUps,
				new DirectHosts(List.of(), Loopback.DIRECT), SocksVersion.SOCKS5, true)
			.getResolver(ImmediateEventExecutor.INSTANCE)
			.resolve(name("two.example"));
		assertThat(found.getNow()).isEqualTo(address("2001:db8::1"));
	}

	/** Knows names that begin with "two", and what it was asked for. */
	private static final class LookUps extends AddressResolverGroup<InetSocketAddress> {

		private final List<String> asked = new ArrayList<>();

		@Override
		protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
			return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {

				@Override
				protected void doResolve(String name, Promise<InetAddress> promise) {
					throw new UnsupportedOperationException();
				}

				@Override
				protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
					asked.add(name);
					if (name.startsWith("two")) {
						promise.setSuccess(
								Arrays.asList(address("2001:db8::1").getAddress(), address("192.0.2.1").getAddress()));
					}
					else {
						promise.setFailure(new UnknownHostException(name));
					}
				}

			});
		}

	}

}
