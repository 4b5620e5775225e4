package io.github.sockskit.autoconfigure;

import io.github.sockskit.test.SocksServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;

/**
 * Applications with all auto-configurations that have to do with HTTP clients.
 */
public final class Apps {

	static final AutoConfigurations BOOT = AutoConfigurations.of(SslAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
			RestTemplateAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
			HttpServiceClientAutoConfiguration.class);

	static final AutoConfigurations OURS = AutoConfigurations.of(SocksProxyAutoConfiguration.class,
			SocksHttpComponentsAutoConfiguration.class, SocksUnsupportedRequestFactoryAutoConfiguration.class,
			SocksReactiveWebApplicationAutoConfiguration.class);

	private Apps() {
	}

	public static ApplicationContextRunner app() {
		return new ApplicationContextRunner().withConfiguration(BOOT).withConfiguration(OURS);
	}

	static ApplicationContextRunner appThrough(SocksServer proxy) {
		return app().withPropertyValues(through(proxy));
	}

	static String[] through(SocksServer proxy) {
		return new String[] { "socks.proxy.host=" + proxy.host(), "socks.proxy.port=" + proxy.port() };
	}

	public static RestClient restClient(AssertableApplicationContext context) {
		return context.getBean(RestClient.Builder.class).build();
	}

	public static String get(RestClient client, String uri) {
		return client.get().uri(uri).retrieve().body(String.class);
	}

	/** What Boot would print instead of a stack trace. */
	static FailureAnalysis analysis(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (failure != null && !(failure instanceof FailureAnalyzedException)) {
			failure = failure.getCause();
		}
		if (failure == null) {
			throw new AssertionError("not an analysed failure", context.getStartupFailure());
		}
		return ((FailureAnalyzedException) failure).analysis();
	}

}
