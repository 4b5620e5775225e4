package io.github.sockskit.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The executable jar as users start it, in a JVM of its own.
 */
class PackagedSampleIT {

	@AutoClose
	final SocksServer proxy = SocksServer.builder().credentials("jane", "s3cret").start();

	HttpServer target;

	@TempDir
	Path directory;

	@BeforeEach
	void startTarget() throws IOException {
		target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		target.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		target.start();
	}

	@AfterEach
	void stopTarget() {
		target.stop(0);
	}

	record Run(int exitCode, String output) {
	}

	Run sample(String... arguments) throws Exception {
		return run(false, arguments);
	}

	Run run(boolean aot, String... arguments) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = new ArrayList<>(List.of(java, "-XX:TieredStopAtLevel=1", "-Dspring.aot.enabled=" + aot,
				"-jar", System.getProperty("sample.jar")));
		command.addAll(List.of(arguments));
		Path output = directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().keySet().removeIf((name) -> name.matches("(?i)(SOCKS|SPRING|TARGET).*"));
		Process process = builder.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended by itself").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		return new Run(process.exitValue(), Files.readString(output));
	}

	String uri(String password) {
		return "--socks.proxy.uri=socks5://jane:%s@127.0.0.1:%d".formatted(password, proxy.port());
	}

	@ParameterizedTest(name = "spring.aot.enabled={0}")
	@ValueSource(booleans = { false, true })
	void withoutArgumentsItBringsItsOwnProxy(boolean aot) throws Exception {
		Run run = run(aot);

		assertThat(run.output().lines()).filteredOn((line) -> line.contains("hello.invalid:80, by name"))
			.allMatch((line) -> line.contains(" 200 "))
			.extracting((line) -> line.split(" ")[0])
			.containsExactly("RestClient", "RestTemplate", "@HttpExchange");
		assertThat(run.output().lines().findFirst()).get()
			.asString()
			.startsWith("INFO  SOCKS proxy socks5://demo:***@127.0.0.1:");
		assertThat(run.exitCode()).isZero();
	}

	@ParameterizedTest(name = "spring.aot.enabled={0}")
	@ValueSource(booleans = { false, true })
	void withAProxyItUsesThat(boolean aot) throws Exception {
		proxy.map("api.example", target.getAddress());

		Run run = run(aot, uri("s3cret"), "--target=http://api.example/");

		assertThat(run.output().lines()).filteredOn((line) -> line.contains(" 204 ")).hasSize(3);
		assertThat(run.output()).doesNotContain("s3cret");
		assertThat(run.exitCode()).isZero();
		assertThat(proxy.requests()).extracting(RecordedRequest::host)
			.containsExactly("api.example", "api.example", "api.example");
	}

	@Test
	void aWrongPasswordIsSentOnceAndReported() throws Exception {
		Run run = sample(uri("wr0ng"), "--target=http://api.example/");

		assertFailed(run, "SocksAuthenticationException", "refused the credentials", "check username and password");
		assertThat(run.output()).doesNotContain("wr0ng");
		assertThat(proxy.authentications()).isEqualTo(1);
	}

	@Test
	void aDeadProxyIsReported() throws Exception {
		String uri = uri("s3cret");
		proxy.close();

		assertFailed(sample(uri, "--target=http://api.example/"), "SocksConnectException",
				"cannot connect to the proxy", "Connection refused");
	}

	@Test
	void aMisspeltPropertyIsNotTakenForNone() throws Exception {
		assertFailed(sample("--socks.proxy.hots=127.0.0.1", "--target=http://api.example/"),
				"APPLICATION FAILED TO START", "Unknown configuration properties: socks.proxy.hots",
				"Correct their names");
	}

	@Test
	void aMisspeltVersionIsReportedWithThoseThatThereAre() throws Exception {
		assertFailed(
				sample("--socks.proxy.host=127.0.0.1", "--socks.proxy.version=socks6", "--target=http://api.example/"),
				"Property: socks.proxy.version", "Value: \"socks6\"", "SOCKS4A");
	}

	@Test
	void aMissingTargetIsReported() throws Exception {
		assertFailed(sample(uri("s3cret")), "The property 'target' is missing", "--target=https://");
		assertThat(proxy.connections()).isZero();
	}

	private static void assertFailed(Run run, String... reasons) {
		assertThat(run.output()).contains(reasons).doesNotContain("\tat ");
		assertThat(run.exitCode()).isEqualTo(1);
	}

}
