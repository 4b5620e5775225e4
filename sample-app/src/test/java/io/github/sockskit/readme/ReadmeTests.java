package io.github.sockskit.readme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.X509TrustManager;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.autoconfigure.SocksProxyAutoConfiguration;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

class ReadmeTests {

	static final Path ROOT = Path.of("..");

	static String readme() {
		return read(ROOT.resolve("README.md"));
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Stream<Path> sources(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
	}

	static List<String> blocks(String language) {
		return all("(?ms)^```" + language + "\n(.*?)^```$").toList();
	}

	static Stream<String> all(String regex) {
		return Pattern.compile(regex).matcher(readme()).results().map((result) -> result.group(1));
	}

	static List<String> javaBlocks() {
		return blocks("java");
	}

	static List<String> yamlBlocks() {
		return blocks("yaml");
	}

	@ParameterizedTest
	@MethodSource("javaBlocks")
	void itsJavaIsCompiledAndRunHere(String block) throws IOException {
		assertThat(sources(Path.of("src/test/java/io/github/sockskit/readme")))
			.anyMatch((file) -> inOrder(block.lines().toList(), read(file).lines().toList()));
	}

	/** A test has lines in between which a reader needs not. */
	private static boolean inOrder(List<String> shown, List<String> source) {
		Iterator<String> rest = source.iterator();
		return shown.stream().map(String::strip).allMatch((line) -> {
			while (rest.hasNext()) {
				if (rest.next().strip().equals(line)) {
					return true;
				}
			}
			return false;
		});
	}

	@ParameterizedTest
	@MethodSource("yamlBlocks")
	void itsYamlStartsAnApplication(String block, @TempDir Path directory) throws Exception {
		Path authority = Files.writeString(directory.resolve("authority.pem"), certificate());
		runner(block).withPropertyValues("spring.ssl.bundle.pem.proxy.truststore.certificate=" + authority.toUri())
			.run((context) -> assertThat(context).hasSingleBean(SocksDialer.class));
	}

	/** Any will do: one that the JVM trusts. */
	private static String certificate() throws Exception {
		X509Certificate any = ((X509TrustManager) SslBundle.systemDefault().getManagers().getTrustManagers()[0])
			.getAcceptedIssuers()[0];
		return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
			.formatted(Base64.getMimeEncoder().encodeToString(any.getEncoded()));
	}

	@ParameterizedTest
	@CsvSource({ "0123, 83", "1e10, 1.0E10", "yes, true", "a #b, a", "\"0123\", 0123" })
	void aPasswordInYamlBindsAsItsTableSays(String written, String bound) {
		assertThat(readme()).contains("| `password: %s` | `%s` |".formatted(written, bound));
		runner("""
				socks:
				  proxy:
				    host: proxy.example
				    username: jane
				    password: %s
				""".formatted(written))
			.run((context) -> assertThat(context.getBean(SocksDialer.class).proxy().password()).isEqualTo(bound));
	}

	private static ApplicationContextRunner runner(String yaml) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, SocksProxyAutoConfiguration.class))
			.withPropertyValues("PROXY_PASSWORD=0123")
			.withInitializer((context) -> {
				for (PropertySource<?> source : load(yaml)) {
					context.getEnvironment().getPropertySources().addLast(source);
				}
			});
	}

	private static List<PropertySource<?>> load(String yaml) {
		try {
			return new YamlPropertySourceLoader().load("readme", new ByteArrayResource(yaml.getBytes()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void itsTableHasThePropertiesOfTheMetadataAndTheirDefaults() throws Exception {
		Map<String, String> shown = Pattern.compile("(?m)^\\| `(socks\\.proxy\\.[a-z.-]+)` \\|.*\\| (?:`(.*)` )?\\|$")
			.matcher(readme())
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), ReadmeTests::defaultValue));
		assertThat(shown).isEqualTo(metadata());
	}

	private static String defaultValue(MatchResult row) {
		return (row.group(2) != null) ? row.group(2) : "";
	}

	private static Map<String, String> metadata() throws Exception {
		ClassLoader classes = SocksProxyAutoConfiguration.class.getClassLoader();
		try (InputStream in = classes.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			JSONArray properties = new JSONObject(new String(in.readAllBytes())).getJSONArray("properties");
			List<JSONObject> all = new ArrayList<>();
			for (int i = 0; i < properties.length(); i++) {
				all.add(properties.getJSONObject(i));
			}
			return all.stream()
				.collect(Collectors.toMap((property) -> property.optString("name"),
						(property) -> property.optString("defaultValue").replace("[]", "")));
		}
	}

}
