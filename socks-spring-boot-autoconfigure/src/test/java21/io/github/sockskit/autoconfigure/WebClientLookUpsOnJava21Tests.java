package io.github.sockskit.autoconfigure;

import io.github.sockskit.autoconfigure.WebClients.ReactorCustomizer;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import io.netty.resolver.DefaultAddressResolverGroup;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static io.github.sockskit.autoconfigure.WebClients.get;
import static io.github.sockskit.autoconfigure.WebClients.webClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With the JDK's resolver in the place of Reactor Netty's, which cannot be watched as
 * well.
 */
class WebClientLookUpsOnJava21Tests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	private final ReactorCustomizer jdkResolver = (builder) -> builder
		.withHttpClientCustomizer((client) -> client.resolver(DefaultAddressResolverGroup.INSTANCE));

	private final ApplicationContextRunner app = WebClients.appThrough(proxy)
		.withBean(ReactorCustomizer.class, () -> jdkResolver);

	@BeforeEach
	void target() {
		RecordingResolverProvider.lookUps.clear();
		proxy.map(HttpTarget.NAME, http.address());
	}

	@Test
	void theNameOfATargetIsNeverLookedUpHere() {
		app.run((context) -> assertThat(get(webClient(context), URI)).isEqualTo("hello"));
		assertThat(RecordingResolverProvider.lookUps).doesNotContain(HttpTarget.NAME);
	}

	@Test
	void aLookUpWouldBeSeen() {
		app.withPropertyValues("socks.proxy.dns=local")
			.run((context) -> assertThatExceptionOfType(WebClientRequestException.class)
				.isThrownBy(() -> get(webClient(context), URI)));
		assertThat(RecordingResolverProvider.lookUps).contains(HttpTarget.NAME);
	}

}
