package io.github.sockskit.benchmarks.app;

import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** As many connections to one host as a measure has threads, instead of five. */
@Configuration(proxyBeanMethods = false)
public class ManyConnections {

	/** The most threads that ask at once. */
	public static final int LIMIT = 32;

	@Bean
	ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder> connectionLimit() {
		return builder -> builder.withConnectionManagerCustomizer(ManyConnections::allow);
	}

	/**
	 * For a client that is not the application's.
	 * @param connections of that client
	 */
	public static void allow(PoolingHttpClientConnectionManagerBuilder connections) {
		connections.setMaxConnPerRoute(LIMIT).setMaxConnTotal(LIMIT);
	}

}
