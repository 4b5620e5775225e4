package io.github.sockskit.autoconfigure;

import java.util.List;

import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.ResourceAccessException;

import static io.github.sockskit.autoconfigure.Apps.get;
import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * A proxy that is reached through another, which has a name for it.
 */
class ChainTests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	@RegisterExtension
	static final SocksServerExtension last = new SocksServerExtension(
			SocksServer.builder().credentials("joe", "s3cret").map(HttpTarget.NAME, http.address()));

	@RegisterExtension
	static final SocksServerExtension first = new SocksServerExtension(
			SocksServer.builder().credentials("jane", "s3cret"));

	private final ApplicationContextRunner app = Apps.app()
		.withPropertyValues("socks.proxy.uri=socks5://joe:s3cret@inner.invalid:1081");

	@BeforeEach
	void map() {
		first.server().map("inner.invalid", 1081, last.server().address());
		first.server().map("between.invalid", 1082, first.server().address());
	}

	private static String first(String password) {
		return "socks5://jane:%s@127.0.0.1:%d".formatted(password, first.server().port());
	}

	@Test
	void theLastProxyIsReachedThroughTheFirstAndLooksNamesUp() {
		app.withPropertyValues("socks.proxy.through=" + first("s3cret")).run((context) -> {
			assertThat(get(restClient(context), URI)).isEqualTo("hello");
			assertThat(first.server().requests()).extracting(RecordedRequest::host, RecordedRequest::hostType)
				.containsExactly(tuple("inner.invalid", HostType.NAME));
			assertThat(last.server().requests()).extracting(RecordedRequest::host, RecordedRequest::hostType)
				.containsExactly(tuple(HttpTarget.NAME, HostType.NAME));
		});
	}

	@Test
	void theProxiesAreInTheOrderOfTheWay() {
		app.withPropertyValues("socks.proxy.through[0]=" + first("s3cret"),
				"socks.proxy.through[1]=socks5://jane:s3cret@between.invalid:1082")
			.run((context) -> {
				assertThat(get(restClient(context), URI)).isEqualTo("hello");
				assertThat(first.server().requests()).extracting(RecordedRequest::host)
					.containsExactly("between.invalid", "inner.invalid");
			});
	}

	@Test
	void aFailureNamesTheProxyAndShowsNoPassword() {
		app.withPropertyValues("socks.proxy.through=" + first("wr0ng"))
			.run((context) -> assertThatExceptionOfType(ResourceAccessException.class)
				.isThrownBy(() -> get(restClient(context), URI))
				.havingRootCause()
				.isInstanceOf(SocksAuthenticationException.class)
				.withMessageContaining("jane:***@127.0.0.1")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("wr0ng", "s3cret")));
	}

	@Test
	void theDialerShowsTheWayWithoutPasswords() {
		app.withPropertyValues("socks.proxy.through=socks5://jane:s3cret@bastion.example")
			.run((context) -> assertThat(context.getBean(SocksDialer.class))
				.hasToString("socks5://joe:***@inner.invalid:1081 (SOCKS5, DNS AUTO), "
						+ "through socks5://jane:***@bastion.example:1080 (SOCKS5, DNS AUTO)"));
	}

	@Test
	void connectionDetailsHaveAWayOfTheirOwn() {
		SocksProxy inner = SocksProxy.parse("socks5://joe:s3cret@inner.invalid:1081");
		app.withPropertyValues("socks.proxy.through=socks5://127.0.0.1:1")
			.withBean(SocksProxyConnectionDetails.class,
					() -> new Details(inner, List.of(SocksProxy.parse(first("s3cret")))))
			.run((context) -> assertThat(get(restClient(context), URI)).isEqualTo("hello"));
	}

	private record Details(SocksProxy getProxy, List<SocksProxy> getThrough) implements SocksProxyConnectionDetails {

	}

}
