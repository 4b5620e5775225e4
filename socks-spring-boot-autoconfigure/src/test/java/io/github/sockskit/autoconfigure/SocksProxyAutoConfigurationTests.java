package io.github.sockskit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import javax.net.SocketFactory;

import io.github.sockskit.DnsMode;
import io.github.sockskit.HandshakeMode;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.auth.Gssapi;
import io.github.sockskit.auth.Gssapi.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class SocksProxyAutoConfigurationTests {

	private static final SocksProxy OTHER = SocksProxy.parse("socks4a://other.example:9050?timeout=7s");

	private final ApplicationContextRunner app = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocksProxyAutoConfiguration.class))
		.withPropertyValues("socks.proxy.host=proxy.example", "socks.proxy.username=jane",
				"socks.proxy.password=s3cret");

	@Test
	void thePartsDescribeTheProxy() {
		app.withPropertyValues("socks.proxy.connect-timeout=3s", "socks.proxy.dns=local").run((context) -> {
			SocksDialer dialer = context.getBean(SocksDialer.class);
			assertThat(dialer.proxy()).isEqualTo(SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
				.username("jane")
				.password("s3cret")
				.timeout(Duration.ofSeconds(3))
				.build());
			assertThat(dialer.dns()).isEqualTo(DnsMode.LOCAL);
		});
	}

	@Test
	void theHandshakeIsThatOfAllHops() {
		app.run((context) -> assertThat(context.getBean(SocksDialer.class).handshake())
			.isEqualTo(HandshakeMode.ADAPTIVE));
		app.withPropertyValues("socks.proxy.handshake=pipelined",
				"socks.proxy.through=socks5://a.example,socks4a://b.example", "socks.proxy.ssl.enabled=true")
			.run((context) -> assertThat(context.getBean(SocksDialer.class))
				.hasToString("socks5://jane:***@proxy.example:1080 (SOCKS5 in TLS, DNS AUTO, PIPELINED handshake), "
						+ "through socks4a://b.example:1080 (SOCKS4A, DNS AUTO, PIPELINED handshake), "
						+ "through socks5://a.example:1080 (SOCKS5, DNS AUTO, PIPELINED handshake)"));
	}

	@Test
	void aUriDescribesTheProxy() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocksProxyAutoConfiguration.class))
			.withPropertyValues("socks.proxy.uri=socks5://jane:s3c%40ret@proxy.example:1081?timeout=2s",
					"socks.proxy.host=")
			.run((context) -> {
				SocksProxy proxy = context.getBean(SocksDialer.class).proxy();
				assertThat(proxy.port()).isEqualTo(1081);
				assertThat(proxy.password()).isEqualTo("s3c@ret");
				assertThat(proxy.timeout()).hasSeconds(2);
			});
	}

	@Test
	void thePortOfAProxyIs1080AndItsTimeoutIsNotSet() {
		app.run((context) -> {
			SocksProxy proxy = context.getBean(SocksDialer.class).proxy();
			assertThat(proxy.port()).isEqualTo(1080);
			assertThat(proxy.hasTimeout()).isFalse();
		});
	}

	@Test
	void connectionDetailsReplaceTheProxyOfTheProperties() {
		app.withBean(SocksProxyConnectionDetails.class, () -> () -> OTHER).run((context) -> {
			assertThat(context).hasSingleBean(SocksProxyConnectionDetails.class);
			assertThat(context.getBean(SocksDialer.class).proxy()).isEqualTo(OTHER);
		});
		app.withBean(SocksProxyConnectionDetails.class, () -> () -> OTHER)
			.withPropertyValues("socks.proxy.connect-timeout=3s")
			.run((context) -> assertThat(context.getBean(SocksDialer.class).proxy().timeout()).hasSeconds(3));
	}

	@Test
	void aDialerOfTheApplicationNeedsNoProxyInTheProperties() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocksProxyAutoConfiguration.class))
			.withBean(SocksDialer.class, () -> SocksDialer.of(OTHER))
			.run((context) -> assertThat(context.getBean(SocksDialer.class).proxy()).isEqualTo(OTHER));
	}

	@Test
	void gssapiIsTheOnlyMethodOffered() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocksProxyAutoConfiguration.class))
			.withPropertyValues("socks.proxy.uri=socks5://proxy.example?timeout=2s", "socks.proxy.gssapi.service=socks",
					"socks.proxy.gssapi.protection=integrity", "socks.proxy.gssapi.keytab=/etc/app.keytab",
					"socks.proxy.gssapi.principal=app@EXAMPLE.COM")
			.run((context) -> assertThat(context.getBean(SocksDialer.class).proxy())
				.isEqualTo(SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
					.timeout(Duration.ofSeconds(2))
					.methods(Gssapi.builder()
						.service("socks")
						.protection(Protection.INTEGRITY)
						.keytab(Path.of("/etc/app.keytab"), "app@EXAMPLE.COM")
						.build())
					.build()));
	}

	@Test
	void ticketsMayBeInAFile() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SocksProxyAutoConfiguration.class))
			.withPropertyValues("socks.proxy.host=proxy.example", "socks.proxy.gssapi.ticket-cache=/tmp/tickets")
			.run((context) -> assertThat(context.getBean(SocksDialer.class).proxy())
				.isEqualTo(SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
					.methods(Gssapi.builder().ticketCache(Path.of("/tmp/tickets")).build())
					.build()));
	}

	@Test
	void theSocketFactoryHasToBeAskedForByQualifier() {
		app.withBean(NeedsSocksSocketFactory.class).run((context) -> {
			assertThat(context.getBean(NeedsSocksSocketFactory.class).factory)
				.isEqualTo(context.getBean(SocksDialer.class).socketFactory());
			assertThat(context.getBean(NeedsSocksSocketFactory.class).unqualified.getIfAvailable()).isNull();
		});
		SocketFactory own = SocketFactory.getDefault();
		app.withBean(NeedsSocksSocketFactory.class)
			.withBean("own", SocketFactory.class, () -> own)
			.run((context) -> assertThat(context.getBean(NeedsSocksSocketFactory.class).unqualified.getIfAvailable())
				.isSameAs(own));
	}

	@Test
	void anApplicationWithoutHttpClientsHasItsDialer() {
		app.withConfiguration(Apps.OURS)
			.withClassLoader(new FilteredClassLoader(ClientHttpRequestFactoryBuilder.class))
			.run((context) -> assertThat(context).hasSingleBean(SocksDialer.class)
				.doesNotHaveBean("socksHttpComponentsCustomizer")
				.doesNotHaveBean("socksUnsupportedRequestFactoryGuard"));
	}

	@Test
	void nothingIsThereWhenDisabled() {
		app.withPropertyValues("socks.proxy.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SocksDialer.class)
				.doesNotHaveBean(SocksProxyConnectionDetails.class)
				.doesNotHaveBean(SocksProxyProperties.class)
				.doesNotHaveBean(SocketFactory.class));
	}

	@Test
	void oneLineAtStartSaysWhereConnectionsGo(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel("io.github.sockskit", LogLevel.INFO);
		try {
			Apps.app()
				.withPropertyValues("socks.proxy.host=proxy.example", "socks.proxy.username=jane",
						"socks.proxy.password=s3cret", "socks.proxy.non-proxy-hosts=*.corp.example")
				.run((context) -> assertThat(output).containsOnlyOnce(
						"SOCKS proxy socks5://jane:***@proxy.example:1080 (SOCKS5, DNS AUTO); direct: loopback, *.corp.example; "
								+ "routed: RestClient, RestTemplate and HTTP service clients"));
			app.run((context) -> assertThat(output).containsOnlyOnce("routed: no HTTP clients"));
			Apps.app()
				.withPropertyValues("socks.proxy.host=proxy.example", "socks.proxy.ssl.enabled=true",
						"socks.proxy.gssapi.enabled=true", "socks.proxy.through=socks4a://jane@bastion.example")
				.run((context) -> assertThat(output).containsOnlyOnce("SOCKS proxy socks5://proxy.example:1080 "
						+ "(SOCKS5 in TLS with GSSAPI[rcmd, CONFIDENTIALITY, the user's tickets], DNS AUTO), "
						+ "through socks4a://jane@bastion.example:1080 (SOCKS4A, DNS AUTO); direct: loopback; routed: "));
		}
		finally {
			logging.setLogLevel("io.github.sockskit", LogLevel.WARN);
		}
	}

	static class NeedsSocksSocketFactory {

		private final SocketFactory factory;

		private final ObjectProvider<SocketFactory> unqualified;

		NeedsSocksSocketFactory(@Qualifier("socks") SocketFactory factory, ObjectProvider<SocketFactory> unqualified) {
			this.factory = factory;
			this.unqualified = unqualified;
		}

	}

}
