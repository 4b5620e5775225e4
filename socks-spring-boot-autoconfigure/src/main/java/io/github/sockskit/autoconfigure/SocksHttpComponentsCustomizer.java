package io.github.sockskit.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;

import io.github.sockskit.autoconfigure.SocksConnectionManagerBuilder.NeedsAddressesException;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives every HttpClient that Boot builds a connection manager that dials through the
 * proxy. Boot's own builder stays what it is, with all that others set on it: its
 * finished state is copied, whoever customizes it before or after this does.
 */
final class SocksHttpComponentsCustomizer
		implements ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder>, Ordered,
		DisposableBean {

	private final Supplier<SocksConnectionManagerBuilder> builders;

	private final BuilderStateCopy state = new BuilderStateCopy();

	/**
	 * The builder of the connection manager, on its way from the first to the second
	 * callback of one {@code build(settings)}. Boot offers no other link between the two
	 * than the thread that calls both. Removed by the second; if the build fails in
	 * between, the next one of the thread replaces it. Not static: two contexts have
	 * nothing to do with each other.
	 */
	@SuppressWarnings("ThreadLocalUsage")
	private final ThreadLocal<@Nullable PoolingHttpClientConnectionManagerBuilder> building = new ThreadLocal<>();

	/** Weakly: a client that nobody uses any more takes its pool along. */
	private final Set<PoolingHttpClientConnectionManager> managers = Collections
		.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

	private volatile boolean used;

	SocksHttpComponentsCustomizer(Supplier<SocksConnectionManagerBuilder> builders) {
		this.builders = builders;
	}

	/** Last, so that no connection manager of another's takes the place of ours. */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public HttpComponentsClientHttpRequestFactoryBuilder customize(
			HttpComponentsClientHttpRequestFactoryBuilder builder) {
		used = true;
		return builder.withConnectionManagerCustomizer(building::set).withHttpClientCustomizer(this::route);
	}

	private void route(HttpClientBuilder client) {
		PoolingHttpClientConnectionManagerBuilder boot = building.get();
		building.remove();
		if (boot == null) {
			throw new IllegalStateException("The client's connection manager was not built by this thread just before, "
					+ "so it cannot be routed through the SOCKS proxy.");
		}
		SocksConnectionManagerBuilder builder = builders.get();
		state.copy(boot, builder);
		PoolingHttpClientConnectionManager manager = build(builder);
		managers.add(manager);
		client.setConnectionManager(manager);
		client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "socks-target",
				SocksConnectionOperator::rememberTarget);
		client.addExecInterceptorBefore(ChainElement.CONNECT.name(), "socks-failures",
				SocksConnectionOperator::reportLateFailures);
	}

	private static PoolingHttpClientConnectionManager build(SocksConnectionManagerBuilder builder) {
		try {
			return builder.build();
		}
		catch (NeedsAddressesException ex) {
			throw SocksConfigurationException
				.filterBesideRemoteDns("a client has an InetAddressFilter or a DnsResolver of its own");
		}
	}

	/** Whether Boot's builder was customized, or the application has one of its own. */
	boolean isUsed() {
		return used;
	}

	/** Boot never closes the clients that it builds. */
	@Override
	public void destroy() {
		new ArrayList<>(managers).forEach((manager) -> manager.close(CloseMode.GRACEFUL));
	}

}
