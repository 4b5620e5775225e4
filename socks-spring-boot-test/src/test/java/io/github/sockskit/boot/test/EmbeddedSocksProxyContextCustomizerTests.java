package io.github.sockskit.boot.test;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.stream.Stream;

import io.github.sockskit.SocksVersion;
import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.TestContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EmbeddedSocksProxyContextCustomizerTests {

	static ContextCustomizer customizer(Class<?> testClass) {
		return new EmbeddedSocksProxyContextCustomizerFactory().createContextCustomizer(testClass, List.of());
	}

	@Test
	void withoutTheAnnotationNothingIsAdded() {
		assertThat(customizer(String.class)).isNull();
	}

	@Test
	void testClassesWithEqualAttributesShareAContext() {
		assertThat(customizer(Jane.class)).isEqualTo(customizer(AlsoJane.class))
			.hasSameHashCodeAs(customizer(AlsoJane.class));
	}

	@Test
	void testClassesWithOtherAttributesDoNot() {
		assertThat(customizer(Jane.class)).isNotEqualTo(customizer(Joe.class));
	}

	@Test
	void thePasswordIsNotShown() {
		assertThat(customizer(Jane.class)).asString().contains("jane").doesNotContain("s3cret");
	}

	@Test
	void aPasswordWithSocks4IsRefused() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new TestContextManager(Impossible.class).getTestContext().getApplicationContext())
			.havingRootCause()
			.isInstanceOf(IllegalArgumentException.class)
			.withMessageContaining("no password");
	}

	@Test
	void theServerIsClosedWithTheContext() throws Exception {
		TestContext test = new TestContextManager(Jane.class).getTestContext();
		InetSocketAddress address = test.getApplicationContext().getBean(SocksServer.class).address();
		try (Socket socket = new Socket()) {
			socket.connect(address);
		}
		test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		try (Socket socket = new Socket()) {
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> socket.connect(address));
		}
	}

	@Test
	void aTestCanBeProcessedAheadOfTime() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(files).processAheadOfTime(Stream.of(Jane.class));
		assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
			.anyMatch((name) -> name.contains("EmbeddedSocksProxyContextCustomizer__"));
	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedSocksProxy(username = "jane", password = "s3cret")
	static class Jane {

	}

	@EmbeddedSocksProxy(username = "jane", password = "s3cret")
	static class AlsoJane {

	}

	@EmbeddedSocksProxy(username = "joe", password = "s3cret")
	static class Joe {

	}

	@SpringBootTest(classes = TestApplication.class)
	@EmbeddedSocksProxy(version = SocksVersion.SOCKS4, username = "jane", password = "s3cret")
	static class Impossible {

	}

}
