package io.github.sockskit.autoconfigure;

import java.nio.file.Path;

import io.github.sockskit.Relay;
import io.github.sockskit.SocksConnectException;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.client.ResourceAccessException;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnixSocketTests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension(
			SocksServer.builder().credentials("jane", "s3cret").map(HttpTarget.NAME, http.address()));

	@TempDir
	static Path directory;

	@AutoClose
	static Relay path;

	private final SocksServer proxy = extension.server();

	@BeforeAll
	static void listen() {
		path = Relay.onPath(directory.resolve("socks"), extension.server().address());
	}

	@Test
	void theUriNamesThePath() {
		Apps.app()
			.withPropertyValues("socks.proxy.uri=socks5://jane:s3cret@localhost" + directory.resolve("socks"))
			.run((context) -> {
				assertThat(get(restClient(context), URI)).isEqualTo("hello");
				assertThat(proxy.requests()).extracting(RecordedRequest::host).containsExactly(HttpTarget.NAME);
			});
	}

	@Test
	void aChainMayBeginWithOne() {
		proxy.map("inner.invalid", 1081, proxy.address());
		Apps.app()
			.withPropertyValues("socks.proxy.uri=socks5://jane:s3cret@inner.invalid:1081",
					"socks.proxy.through=socks5://jane:s3cret@localhost" + directory.resolve("socks"))
			.run((context) -> {
				assertThat(get(restClient(context), URI)).isEqualTo("hello");
				assertThat(proxy.requests()).extracting(RecordedRequest::host)
					.containsExactly("inner.invalid", HttpTarget.NAME);
			});
	}

	@Test
	void nobodyThereIsSaidWithThePath() {
		Path nowhere = directory.resolve("nowhere");
		Apps.app()
			.withPropertyValues("socks.proxy.uri=socks5://localhost" + nowhere)
			.run((context) -> assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(restClient(context), URI))
				.havingCause()
				.havingCause()
				.isInstanceOf(SocksConnectException.class)
				.withMessageContaining(nowhere.toString()));
	}

}
