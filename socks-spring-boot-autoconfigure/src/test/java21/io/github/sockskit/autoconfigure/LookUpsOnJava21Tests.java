package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The resolver of a JDK from 18 on can be watched. What {@link RoutingTests} show for all
 * is weaker: a failed look-up of the name would not be noticed.
 */
class LookUpsOnJava21Tests {

	private static final String HTTP = "http://" + HttpTarget.NAME + "/hello";

	private static final String HTTPS = "https://" + HttpTarget.NAME + "/hello";

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@AutoClose
	static final HttpTarget https = HttpTarget.https();

	private final SocksServer proxy = extension.server();

	private final ApplicationContextRunner app = Apps.appThrough(proxy)
		.withPropertyValues(Certificates.bundle("target"))
		.withPropertyValues("spring.http.clients.ssl.bundle=target");

	@BeforeEach
	void targets() {
		RecordingResolverProvider.lookUps.clear();
		proxy.map(HttpTarget.NAME, 80, http.address());
		proxy.map(HttpTarget.NAME, 443, https.address());
	}

	@Test
	void aLookUpWouldBeSeen() {
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> InetAddress.getByName("seen.invalid"));
		assertThat(RecordingResolverProvider.lookUps).containsExactly("seen.invalid");
	}

	@Test
	void theNameOfATargetIsNeverLookedUpHere() {
		app.withUserConfiguration(RoutingTests.Services.class)
			.withPropertyValues("spring.http.serviceclient.plain.base-url=http://" + HttpTarget.NAME,
					"spring.http.serviceclient.secure.base-url=https://" + HttpTarget.NAME)
			.run((context) -> {
			RestClient restClient = Apps.restClient(context);
			RestTemplate restTemplate = context.getBean(RestTemplateBuilder.class).build();
			assertThat(Apps.get(restClient, HTTP)).isEqualTo("hello");
			assertThat(Apps.get(restClient, HTTPS)).isEqualTo("hello");
			assertThat(restTemplate.getForObject(HTTP, String.class)).isEqualTo("hello");
			assertThat(restTemplate.getForObject(HTTPS, String.class)).isEqualTo("hello");
			assertThat(context.getBean(RoutingTests.PlainService.class).hello()).isEqualTo("hello");
			assertThat(context.getBean(RoutingTests.SecureService.class).hello()).isEqualTo("hello");
			assertThat(RecordingResolverProvider.lookUps).doesNotContain(HttpTarget.NAME);
		});
	}

	@Test
	void norIfItsListOfDirectHostsHasAddressesOnly() {
		app.withPropertyValues("socks.proxy.non-proxy-hosts=10.0.0.0/8,fd00::/8,192.0.2.1").run((context) -> {
			assertThat(Apps.get(Apps.restClient(context), HTTP)).isEqualTo("hello");
			assertThat(RecordingResolverProvider.lookUps).doesNotContain(HttpTarget.NAME);
		});
	}

}
