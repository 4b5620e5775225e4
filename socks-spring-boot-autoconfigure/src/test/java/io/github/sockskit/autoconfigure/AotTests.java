package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * AOT processing freezes conditions when an application is built; where the proxy is, is
 * known only when it is started. Processes, compiles and runs one as Boot's plugins do.
 */
@Timeout(120)
class AotTests {

	private static final String URI = "http://" + HttpTarget.NAME + "/hello";

	@RegisterExtension
	static final SocksServerExtension extension = new SocksServerExtension();

	@AutoClose
	static final HttpTarget http = HttpTarget.http();

	private final SocksServer proxy = extension.server();

	@TempDir
	private Path directory;

	@BeforeEach
	void target() {
		proxy.map(HttpTarget.NAME, http.address());
	}

	@Test
	void aProcessedApplicationRoutesAsBefore() throws Exception {
		assertThat(processAndRun(List.of(), List.of(URI))).contains("unqualified RestClient: hello",
				"unqualified WebClient: hello", "service: hello");
		assertThat(proxy.requests()).hasSize(3).extracting(RecordedRequest::host).containsOnly(HttpTarget.NAME);
	}

	@Test
	void aProcessedApplicationRoutesWhatIsQualifiedAsBefore() throws Exception {
		String localhost = "http://localhost:" + http.port() + "/hello";
		assertThat(processAndRun(List.of("--socks.proxy.http.mode=qualified", "--socks.proxy.http.groups=service"),
				List.of(localhost, URI, "--socks.proxy.loopback=proxy")))
			.contains("unqualified RestClient: hello", "unqualified WebClient: hello", "qualified RestClient: hello",
					"qualified WebClient: hello", "service: hello");
		assertThat(proxy.requests()).hasSize(3).extracting(RecordedRequest::host).containsOnly(HttpTarget.NAME);
	}

	private String processAndRun(List<String> atBuildTime, List<String> atRunTime) throws Exception {
		List<String> properties = new ArrayList<>(atBuildTime);
		properties.add("--spring.main.web-application-type=none");
		process(properties);
		properties.addAll(List.of(Apps.through(proxy)).stream().map("--"::concat).toList());
		properties.add("--spring.http.serviceclient.service.base-url=http://" + HttpTarget.NAME);
		properties.add("--spring.reactor.netty.shutdown-quiet-period=0s");
		properties.add("--logging.level.io.github.sockskit=info");
		return run(Stream.concat(atRunTime.stream(), properties.stream()).toList());
	}

	private void process(List<String> arguments) throws IOException {
		Path sources = directory.resolve("sources");
		Path classes = Files.createDirectory(directory.resolve("classes"));
		Settings settings = Settings.builder()
			.sourceOutput(sources)
			.resourceOutput(classes)
			.classOutput(classes)
			.groupId("example")
			.artifactId("example")
			.build();
		new SpringApplicationAotProcessor(AotApp.class, settings, arguments.toArray(String[]::new)).process();
		List<String> compilation = new ArrayList<>(
				List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath(classes)));
		try (Stream<Path> files = Files.walk(sources)) {
			files.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(compilation::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compilation.toArray(String[]::new)))
			.isZero();
	}

	private String run(List<String> arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspring.aot.enabled=true",
				"-XX:TieredStopAtLevel=1", "-cp", classPath(directory.resolve("classes")), AotApp.class.getName()));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).contains("Starting AOT-processed AotApp", "SOCKS proxy socks5://");
		return output;
	}

	private static String classPath(Path classes) {
		return classes + File.pathSeparator
				+ System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

}
