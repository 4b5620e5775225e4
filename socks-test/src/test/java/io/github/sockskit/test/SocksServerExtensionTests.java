package io.github.sockskit.test;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

class SocksServerExtensionTests {

	/** The servers that the cases saw, a test an entry. */
	private static final List<SocksServer> SEEN = new ArrayList<>();

	@BeforeEach
	void forget() {
		SEEN.clear();
	}

	@Test
	void aStaticExtensionRunsOneServerForTheClassAndResetsItBeforeEachTest() {
		run(StaticCase.class, 3);
		assertThat(new HashSet<>(SEEN)).hasSize(1);
		assertThatAllAreClosed();
	}

	@Test
	void anExtensionOfAnInstanceRunsOneServerForEachTest() {
		run(InstanceCase.class, 2);
		assertThat(new HashSet<>(SEEN)).hasSize(2);
		assertThatAllAreClosed();
	}

	@Test
	void extendWithRunsOneServerForTheClass() {
		run(ExtendWithCase.class, 2);
		assertThat(new HashSet<>(SEEN)).hasSize(1);
		assertThatAllAreClosed();
	}

	@Test
	void thereIsNoServerOutsideOfATest() {
		assertThatIllegalStateException().isThrownBy(() -> new SocksServerExtension().server())
			.withMessageContaining("@RegisterExtension");
	}

	private static void run(Class<?> testClass, int tests) {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(testClass))
			.execute()
			.testEvents()
			.assertStatistics((events) -> events.started(tests).succeeded(tests));
		assertThat(SEEN).hasSize(tests);
	}

	private static void assertThatAllAreClosed() {
		assertThat(SEEN).allSatisfy(
				(server) -> assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new RawClient(server)));
	}

	/** Leaves traces, and finds none of another test. */
	private static void use(SocksServer server) throws IOException {
		SEEN.add(server);
		assertThat(server.connections()).isZero();
		try (RawClient client = new RawClient(server)) {
			client.greet();
		}
		assertThat(server.connections()).isEqualTo(1);
	}

	static class StaticCase {

		@RegisterExtension
		static final SocksServerExtension proxy = new SocksServerExtension(SocksServer.builder());

		@Test
		void first() throws IOException {
			use(proxy.server());
		}

		@Test
		void second(SocksServer server) throws IOException {
			assertThat(server).isSameAs(proxy.server());
			use(server);
		}

		@Nested
		class Within {

			@Test
			void third() throws IOException {
				use(proxy.server());
			}

		}

	}

	static class InstanceCase {

		@RegisterExtension
		final SocksServerExtension proxy = new SocksServerExtension(
				SocksServer.builder().misbehaviour(Misbehaviour.split()));

		@Test
		void first() throws IOException {
			use(this.proxy.server());
		}

		@Test
		void second(SocksServer server) throws IOException {
			assertThat(server).isSameAs(this.proxy.server());
			use(server);
		}

	}

	@ExtendWith(SocksServerExtension.class)
	static class ExtendWithCase {

		@Test
		void first(SocksServer server) throws IOException {
			use(server);
		}

		@Test
		void second(SocksServer server) throws IOException {
			use(server);
		}

	}

}
