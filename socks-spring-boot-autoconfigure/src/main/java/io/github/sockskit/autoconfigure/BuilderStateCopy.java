package io.github.sockskit.autoconfigure;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Copies what was set on HttpClient's builder of connection managers to a subclass of it.
 * The builder has no getters, Boot creates it where nothing else can be passed in, and
 * only a subclass may say how connections are made: so this copies its fields. The one
 * place of the project that looks into somebody else's object.
 */
final class BuilderStateCopy {

	private static final Class<?> BUILDER = PoolingHttpClientConnectionManagerBuilder.class;

	private final List<Field> fields;

	/**
	 * Tries a copy.
	 * @throws SocksConfigurationException if the version of HttpClient in use cannot be
	 * copied, so that no client loses its settings, or goes past the proxy, unnoticed
	 */
	BuilderStateCopy() {
		this(fields());
	}

	BuilderStateCopy(List<Field> fields) {
		this.fields = fields;
		try {
			fields.forEach((field) -> field.setAccessible(true));
			tryOut();
		}
		catch (RuntimeException ex) {
			throw new SocksConfigurationException(
					"The version of Apache HttpClient on the class path cannot be routed through the SOCKS proxy: %s."
						.formatted(ex.getMessage()),
					"Use the version of org.apache.httpcomponents.client5:httpclient5 that Spring Boot manages. "
							+ "To do without routing HTTP clients, set 'socks.proxy.http.mode=none'.",
					ex);
		}
	}

	static List<Field> fields() {
		return Arrays.stream(BUILDER.getDeclaredFields())
			.filter((field) -> !Modifier.isStatic(field.getModifiers()))
			.toList();
	}

	void copy(PoolingHttpClientConnectionManagerBuilder from, PoolingHttpClientConnectionManagerBuilder to) {
		try {
			for (Field field : fields) {
				field.set(to, field.get(from));
			}
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("cannot copy the state of " + BUILDER.getName(), ex);
		}
	}

	/** Whether what is set on one builder reaches the operator of the other. */
	private void tryOut() {
		SchemePortResolver ports = (host) -> 0;
		DnsResolver dns = new SystemDefaultDnsResolver();
		TlsSocketStrategy tls = (socket, target, port, attachment, context) -> {
			throw new UnsupportedOperationException();
		};
		Probe probe = new Probe();
		copy(PoolingHttpClientConnectionManagerBuilder.create()
			.setSchemePortResolver(ports)
			.setDnsResolver(dns)
			.setTlsSocketStrategy(tls), probe);
		probe.build().close();
		if (!probe.seen.equals(List.of(ports, dns, tls)) || BUILDER.getSuperclass() != Object.class) {
			throw new IllegalStateException(BUILDER.getName() + " has changed its shape");
		}
	}

	private static final class Probe extends PoolingHttpClientConnectionManagerBuilder {

		private List<?> seen = List.of();

		@Override
		protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver dns,
				TlsSocketStrategy tls) {
			seen = Arrays.asList(ports, dns, tls);
			return super.createConnectionOperator(ports, dns, tls);
		}

	}

	/**
	 * Lets a native image copy, too.
	 */
	static final class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection()
				.registerTypeIfPresent(classLoader,
						"org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder",
						MemberCategory.ACCESS_DECLARED_FIELDS);
		}

	}

}
