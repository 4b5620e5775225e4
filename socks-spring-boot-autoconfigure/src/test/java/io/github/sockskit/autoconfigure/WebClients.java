package io.github.sockskit.autoconfigure;

import java.time.Duration;

import io.github.sockskit.test.SocksServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Applications that have a {@code WebClient} as well.
 */
final class WebClients {

	private static final AutoConfigurations BOOT = AutoConfigurations.of(CodecsAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			ReactiveHttpServiceClientAutoConfiguration.class);

	private static final AutoConfigurations OURS = AutoConfigurations.of(SocksReactorNettyAutoConfiguration.class,
			SocksUnsupportedConnectorAutoConfiguration.class);

	private WebClients() {
	}

	static ApplicationContextRunner app() {
		// A context waits that long for Reactor Netty's threads when it is closed.
		return Apps.app()
			.withConfiguration(BOOT)
			.withConfiguration(OURS)
			.withPropertyValues("spring.reactor.netty.shutdown-quiet-period=0s");
	}

	static ApplicationContextRunner appThrough(SocksServer proxy) {
		return app().withPropertyValues(Apps.through(proxy));
	}

	static WebClient webClient(ApplicationContext context) {
		return context.getBean(WebClient.Builder.class).build();
	}

	static String get(WebClient client, String uri) {
		return client.get().uri(uri).retrieve().bodyToMono(String.class).block(Duration.ofSeconds(20));
	}

	/** A type of which beans can be registered. */
	@FunctionalInterface
	interface ReactorCustomizer extends ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> {

	}

}
