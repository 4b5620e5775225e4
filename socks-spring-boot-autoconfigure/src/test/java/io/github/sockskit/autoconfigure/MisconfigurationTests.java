package io.github.sockskit.autoconfigure;

import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@ExtendWith(OutputCaptureExtension.class)
class MisconfigurationTests {

	private static final String NOT_CONFIGURED = "No SOCKS proxy is configured, but the application is set up to use one.";

	private static final String UNKNOWN = "Without effect, they let connections go another way than meant.";

	private final ApplicationContextRunner app = Apps.app();

	static Stream<Arguments> wrongProperties() {
		return Stream.of(
				arguments("", NOT_CONFIGURED,
						"Set 'socks.proxy.host' or 'socks.proxy.uri', define a SocksProxyConnectionDetails bean, "
								+ "or set 'socks.proxy.enabled=false' to do without a proxy."),
				arguments("hots=p.example;port=1080;ssl.budnle=b;non-proxy-hosts=a,b;http.mode=all",
						"Unknown configuration properties: socks.proxy.hots, socks.proxy.ssl.budnle. " + UNKNOWN,
						"Correct their names, or remove them."),
				arguments("host=p.example;username=jane;pasword=s3cret",
						"Unknown configuration properties: socks.proxy.pasword. " + UNKNOWN,
						"Correct their names, or remove them."),
				arguments("port=1080", NOT_CONFIGURED,
						"Set 'socks.proxy.host' or 'socks.proxy.uri', define a SocksProxyConnectionDetails bean, "
								+ "or set 'socks.proxy.enabled=false' to do without a proxy."),
				arguments("uri=socks5://p.example;host=p.example;password=s3cret",
						"The configuration property 'socks.proxy.uri' cannot be used: it stands beside socks.proxy.host, "
								+ "socks.proxy.password, and both describe the proxy.",
						"Write everything into socks.proxy.uri, or remove it and set socks.proxy.host and the other parts."),
				arguments("uri=socks5://p.example?timeout=5s;connect-timeout=3s",
						"The configuration property 'socks.proxy.connect-timeout' cannot be used: "
								+ "socks.proxy.uri has a timeout of its own.",
						"Remove one of the two."),
				arguments("uri=sox5://jane:s3cret@p.example",
						"The configuration property 'socks.proxy.uri' cannot be used: unknown scheme of the proxy's URI; "
								+ "write socks4, socks4a, socks5 or socks5h.",
						"Correct 'sox5://***@p.example': write socks5://user:password@host:port, "
								+ "with user and password percent-encoded."),
				arguments("host=p.example;port=70000",
						"The configuration property 'socks.proxy.port' cannot be used: 70000 is no port.",
						"Write a number from 1 to 65535; SOCKS proxies usually have 1080."),
				arguments("host=socks5://jane:s3cret@p.example:1080",
						"The configuration property 'socks.proxy.host' cannot be used: it looks like a URI.",
						"Write it as socks.proxy.uri, or the proxy's name or address alone."),
				arguments("host=p.example:1080",
						"The configuration property 'socks.proxy.host' cannot be used: host 'p.example:1080' is no IPv6 address.",
						"Write the proxy's name or address, without scheme and port."),
				arguments("uri=socks5://p.example?password=s3cret",
						"The configuration property 'socks.proxy.uri' cannot be used: "
								+ "the proxy's URI knows one parameter, timeout, once; a ? in the password is written %3F.",
						"Correct '***': write socks5://user:password@host:port, with user and password percent-encoded."),
				arguments("host=p.example;http.groups=page",
						"The configuration property 'socks.proxy.http.groups' cannot be used: "
								+ "groups are routed one by one in mode 'qualified' only.",
						"Set 'socks.proxy.http.mode=qualified', or remove the groups."),
				arguments("host=p.example;password=s3cret",
						"The configuration property 'socks.proxy.password' cannot be used: there is no user name to go with it.",
						"Set socks.proxy.username, or remove the password."),
				arguments("host=p.example;username=jane",
						"The configuration property 'socks.proxy.username' cannot be used: there is no password to go with it.",
						"Set socks.proxy.password, which may be empty, or remove the user name."),
				arguments("host=p.example;username=;password=",
						"The configuration property 'socks.proxy.username' cannot be used: the username is empty.",
						"Correct socks.proxy.username or socks.proxy.password."),
				arguments("host=p.example;version=socks4;username=jane;password=s3cret",
						"The configuration property 'socks.proxy.password' cannot be used: SOCKS4 has no passwords.",
						"Remove socks.proxy.password, or set socks.proxy.version=socks5 if the proxy speaks it."),
				arguments("host=p.example;connect-timeout=0s",
						"The configuration property 'socks.proxy.connect-timeout' cannot be used: "
								+ "the timeout is PT0S, it has to be longer than 0.",
						"Write a duration like 5s, or remove the property: 10 seconds are the default."),
				arguments("host=p.example;version=socks4;dns=remote",
						"The configuration property 'socks.proxy.dns' cannot be used: "
								+ "SOCKS4 cannot carry a name to the proxy, so names cannot be looked up there.",
						"Use version socks4a or socks5, or set 'socks.proxy.dns=auto', which looks names up locally for SOCKS4."),
				arguments("host=p.example;gssapi.enabled=true;handshake=pipelined",
						"The configuration property 'socks.proxy.handshake' cannot be used: "
								+ "GSSAPI[rcmd, CONFIDENTIALITY, the user's tickets] cannot be sent ahead to "
								+ "socks5://p.example:1080: its messages depend on what the proxy says; "
								+ "use an adaptive handshake.",
						"Set 'socks.proxy.handshake=adaptive', or remove the property."),
				arguments("uri=socks5://localhost/run/socks;ssl.enabled=true",
						"The configuration property 'socks.proxy.ssl' cannot be used: "
								+ "socks5://localhost/run/socks is a unix-domain socket, which is reached without TLS.",
						"Remove socks.proxy.ssl: the connection does not leave this machine."),
				arguments("uri=socks5://localhost/run/socks;through=socks5://bastion.example",
						"The configuration property 'socks.proxy.through' cannot be used: socks5://localhost/run/socks is "
								+ "a unix-domain socket: it is reached on this machine, not through another proxy.",
						"Of several proxies, only the first can be a unix-domain socket."),
				arguments("host=p.example;through=socks5://b.example,sox5://jane:s3cret@c.example",
						"The configuration property 'socks.proxy.through[1]' cannot be used: unknown scheme of the proxy's URI; "
								+ "write socks4, socks4a, socks5 or socks5h.",
						"Correct 'sox5://***@c.example': write socks5://user:password@host:port, "
								+ "with user and password percent-encoded."),
				arguments("host=p.example;through=socks5://b.example?timeout=5s",
						"The configuration property 'socks.proxy.through[0]' cannot be used: "
								+ "there is one time limit for the whole way.",
						"Remove the timeout from it, and set socks.proxy.connect-timeout."),
				arguments("host=p.example;gssapi.enabled=true;username=jane;password=s3cret",
						"The configuration property 'socks.proxy.gssapi' cannot be used: there are a user name and a "
								+ "password, too, and the application logs in with one of the two.",
						"Remove user name and password, or socks.proxy.gssapi."),
				arguments("uri=socks5://jane:s3cret@p.example;gssapi.service=socks",
						"The configuration property 'socks.proxy.gssapi' cannot be used: there are a user name and a "
								+ "password, too, and the application logs in with one of the two.",
						"Remove user name and password, or socks.proxy.gssapi."),
				arguments("host=p.example;version=socks4a;gssapi.enabled=true",
						"The configuration property 'socks.proxy.gssapi' cannot be used: "
								+ "SOCKS4A has no authentication methods.",
						"Use socks5 if the proxy speaks it, or remove socks.proxy.gssapi."),
				arguments("host=p.example;gssapi.keytab=/etc/app.keytab",
						"The configuration property 'socks.proxy.gssapi.keytab' cannot be used: "
								+ "it may have many keys, and no principal says which one to use.",
						"Set socks.proxy.gssapi.principal, such as app@EXAMPLE.COM."),
				arguments("host=p.example;gssapi.principal=app@EXAMPLE.COM",
						"The configuration property 'socks.proxy.gssapi.principal' cannot be used: "
								+ "there is no keytab with its key.",
						"Set socks.proxy.gssapi.keytab, or remove the principal."),
				arguments(
						"host=p.example;gssapi.keytab=/etc/app.keytab;gssapi.principal=app@E.COM;gssapi.ticket-cache=/tmp/t",
						"The configuration property 'socks.proxy.gssapi.ticket-cache' cannot be used: "
								+ "there is a keytab, too, and one of them is enough.",
						"Remove one of the two."),
				arguments("host=p.example;gssapi.service=rcmd/p.example",
						"The configuration property 'socks.proxy.gssapi.service' cannot be used: "
								+ "the service is \"rcmd/p.example\"; write its name alone, such as rcmd.",
						"The whole name of the service is rcmd/<host of the proxy>@<realm>; write its first part."),
				arguments("host=p.example;non-proxy-hosts=*.corp.example,10.0.0.0/33",
						"The configuration property 'socks.proxy.non-proxy-hosts[1]' cannot be used: "
								+ "'10.0.0.0/33' is neither a name, nor a suffix, an address or a CIDR block.",
						"Write a name (intra.example), a suffix (*.intra.example), an address (10.0.0.1) "
								+ "or a CIDR block (10.0.0.0/8, fd00::/8), without a port, and names in ASCII."));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("wrongProperties")
	void aWrongPropertyStopsTheStartAndSaysWhatToWrite(String properties, String description, String action) {
		app.withPropertyValues(Stream.of(properties.split(";"))
			.filter((property) -> !property.isEmpty())
			.map("socks.proxy."::concat)
			.toArray(String[]::new)).run((context) -> {
				FailureAnalysis analysis = Apps.analysis(context);
				assertThat(analysis.getDescription()).isEqualTo(description);
				assertThat(analysis.getAction()).isEqualTo(action);
				assertThat(context.getStartupFailure()).asString().doesNotContain("s3cret");
				assertThat(context.getStartupFailure()).hasStackTraceContaining(description);
			});
	}

	/** Resolved by the environment where it can be; Boot leaves the rest as it is. */
	@Test
	void aPlaceholderThatNothingResolvesIsNotSent() {
		app.withPropertyValues("socks.proxy.host=p.example", "socks.proxy.username=jane",
				"socks.proxy.password=${NO_SUCH_PASSWORD}")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("laceholder"));
	}

	@Test
	void aWrongNameOfAVersionIsAnalysedByBoot() {
		app.withPropertyValues("socks.proxy.host=p.example", "socks.proxy.version=socks6")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("socks6"));
	}

	@Test
	void remoteDnsBesideAnAddressFilterStopsTheStart() {
		app.withPropertyValues("socks.proxy.host=p.example", "socks.proxy.dns=remote")
			.withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses)
			.run((context) -> {
				FailureAnalysis analysis = Apps.analysis(context);
				assertThat(analysis.getDescription())
					.isEqualTo("The configuration property 'socks.proxy.dns' cannot be used: "
							+ "'remote' has the proxy look up all names, but there is an InetAddressFilter, which has to see addresses.");
				assertThat(analysis.getAction())
					.isEqualTo("Set 'socks.proxy.dns=auto', which looks names up locally for clients with a filter, "
							+ "or remove the InetAddressFilter.");
			});
	}

	@Test
	void aMissingProxyStopsTheStartUnderLazyInitializationToo() {
		app.withInitializer(
				(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(Apps.analysis(context).getDescription()).isEqualTo(NOT_CONFIGURED));
	}

	@Test
	void bootPrintsTheAnalysis(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--socks.proxy.uri=socks5://jane:s3%cret@p.example"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The configuration property 'socks.proxy.uri' cannot be used")
			.contains("Action:")
			.doesNotContain("s3", "cret");
	}

	@Test
	void aJvmWithoutGssapiIsSaidToBeOne() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--limit-modules",
				"java.desktop,java.instrument,java.management,java.naming,java.net.http,jdk.unsupported", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				AotApp.class.getName(), "--spring.main.web-application-type=none", "--socks.proxy.host=p.example",
				"--socks.proxy.gssapi.enabled=true")
			.redirectErrorStream(true)
			.start();
		assertThat(new String(process.getInputStream().readAllBytes())).contains("APPLICATION FAILED TO START",
				"The application cannot log in to the SOCKS proxy with GSSAPI: the JDK's GSSAPI is not there; "
						+ "add the modules java.security.jgss and jdk.security.auth.",
				"Run it on a JVM that has these modules, or remove 'socks.proxy.gssapi'.");
		assertThat(process.waitFor()).isEqualTo(1);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(SocksProxyAutoConfiguration.class)
	static class Application {

	}

	@Test
	void aMisspeltPropertyOfAnApplicationWithADialerOfItsOwnIsRefusedToo() {
		app.withBean(SocksDialer.class, () -> SocksDialer.of(SocksProxy.parse("socks5://p.example")))
			.withBean(SocksProxyConnectionDetails.class, () -> () -> SocksProxy.parse("socks5://p.example"))
			.withPropertyValues("socks.proxy.lopback=proxy")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(SocksConfigurationException.class)
				.rootCause()
				.hasMessageContaining("socks.proxy.lopback"));
	}

}
