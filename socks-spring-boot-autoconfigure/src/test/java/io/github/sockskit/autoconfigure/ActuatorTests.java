package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints of a running application that is told to show all values.
 */
class ActuatorTests {

	private static final String SECRET = "s3cret";

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext start(String yaml, String name, String value, String... arguments)
			throws IOException {
		Path file = Files.writeString(directory.resolve("application.yml"), """
				server: {address: 127.0.0.1, port: 0}
				spring: {main: {banner-mode: off}, reactor.netty.shutdown-quiet-period: 0s}
				management:
				  endpoints.web.exposure.include: env, configprops
				  endpoint: {env.show-values: always, configprops.show-values: always}
				""" + yaml);
		return new SpringApplicationBuilder(App.class)
			.initializers((context) -> setVariable(context.getEnvironment(), name, value))
			.properties("spring.config.location=" + file.toUri())
			.run(arguments);
	}

	private static void setVariable(ConfigurableEnvironment environment, String name, String value) {
		String source = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		environment.getPropertySources()
			.replace(source, new SystemEnvironmentPropertySource(source, Map.of(name, value)));
		environment.getPropertySources()
			.addLast(new MapPropertySource("systemProperties of another process",
					Map.of("sun.java.command", "app.jar --socks.proxy.password=" + SECRET,
							"spring.application.json.copy",
							"{\"socks\": {\"proxy\": {\"host\": \"x\", \"password\": \"" + SECRET + "\"}}}",
							"all_proxy", "socks5h://jane:" + SECRET + "@proxy.example")));
	}

	private static String get(ConfigurableApplicationContext app, String path) throws Exception {
		String port = app.getEnvironment().getProperty("local.server.port");
		URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + path);
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	/** With that of the file, two spellings are in the environment at once. */
	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			SOCKS_PROXY_PASSWORD,    s3cret-of-the-environment, --socks.proxy.password=s3cret-of-the-command-line
			UNRELATED,               -,                         --socks.proxy.passWord=s3cret-of-the-command-line
			""")
	void thePasswordIsMasked(String variable, String value, String argument) throws Exception {
		String yaml = "socks.proxy: {host: proxy.example, username: jane, password: s3cret-of-the-file}";
		try (ConfigurableApplicationContext app = start(yaml, variable, String.valueOf(value),
				(argument != null) ? new String[] { argument } : new String[0])) {
			assertThat(get(app, "env"))
				.contains("\"value\":\"jane\"", "\"value\":\"******\"", "socks5h://***@proxy.example",
						"socks.proxy.password")
				.doesNotContain(SECRET);
			assertThat(get(app, "env/socks.proxy.password")).contains("\"value\":\"******\"").doesNotContain(SECRET);
			assertThat(get(app, "configprops/socks.proxy")).contains("\"username\":\"jane\"", "\"password\":\"******\"")
				.doesNotContain(SECRET);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SOCKS_PROXY_URI, socks5://jane:s3cret@proxy.example:1081",
			"UNRELATED, socks5://jane:s3cret@elsewhere.example" })
	void theUserInfoOfTheUriIsMasked(String variable, String value) throws Exception {
		try (ConfigurableApplicationContext app = start("socks.proxy.uri: socks5://jane:s3cret@proxy.example:1081",
				variable, value)) {
			assertThat(get(app, "env")).contains("socks5://***@proxy.example:1081").doesNotContain(SECRET);
			assertThat(get(app, "env/socks.proxy.uri")).contains("socks5://***@proxy.example:1081")
				.doesNotContain(SECRET);
			assertThat(get(app, "configprops")).contains("socks5://***@proxy.example:1081").doesNotContain(SECRET);
		}
	}

	@ParameterizedTest
	@CsvSource({ "SOCKS_PROXY_THROUGH_0, socks5://jane:s3cret@bastion.example",
			"SOCKS_PROXY_THROUGH, socks5://jane:s3cret@bastion.example",
			"UNRELATED, socks5://jane:s3cret@bastion.example" })
	void theUserInfoOfTheProxiesBeforeIsMasked(String variable, String value) throws Exception {
		String yaml = """
				socks.proxy:
				  uri: socks5://proxy.example
				  through: [socks5://jane:s3cret@bastion.example, socks5://jane:s3cret@second.example]
				""";
		try (ConfigurableApplicationContext app = start(yaml, variable, value)) {
			assertThat(get(app, "env")).contains("socks5://***@bastion.example", "socks5://***@second.example")
				.doesNotContain(SECRET);
			assertThat(get(app, "configprops")).contains("socks5://***@bastion.example").doesNotContain(SECRET);
		}
	}

	@Test
	void systemPropertiesAreMasked() throws Exception {
		System.setProperty("socks.proxy.password", SECRET);
		try (ConfigurableApplicationContext app = start("socks.proxy: {host: proxy.example, username: jane}", "A",
				"b")) {
			assertThat(get(app, "env")).contains("socks.proxy.password").doesNotContain(SECRET);
			assertThat(get(app, "configprops")).contains("\"password\":\"******\"").doesNotContain(SECRET);
		}
		finally {
			System.clearProperty("socks.proxy.password");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
