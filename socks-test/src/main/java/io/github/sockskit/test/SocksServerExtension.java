package io.github.sockskit.test;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a {@link SocksServer} for JUnit tests and injects it where a parameter is of its
 * type. <pre>
 * &#64;RegisterExtension
 * static SocksServerExtension proxy = new SocksServerExtension();
 *
 * &#64;Test
 * void goesThroughTheProxy() {
 *     proxy.server().map("api.example", target);
 *     ...
 * }
 * </pre>
 *
 * <p>
 * In a static field, or with {@code @ExtendWith}: one server for the class and those
 * nested in it, {@linkplain SocksServer#reset() reset} before each test; not for tests
 * that run concurrently. In an instance field: one server for each test.
 */
public final class SocksServerExtension
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

	private final SocksServer.Builder builder;

	private @Nullable SocksServer server;

	/** The context that started the server ends it. */
	private @Nullable String owner;

	/**
	 * For a server as {@link SocksServer#start()} starts it.
	 */
	public SocksServerExtension() {
		this(SocksServer.builder());
	}

	/**
	 * For servers with credentials, mappings or another address.
	 * @param builder starts the servers
	 */
	public SocksServerExtension(SocksServer.Builder builder) {
		this.builder = builder;
	}

	/**
	 * The running server.
	 * @return the test's or the class's server
	 * @throws IllegalStateException if none is running
	 */
	public SocksServer server() {
		if (this.server == null) {
			throw new IllegalStateException(
					"No server is running: register the extension with @RegisterExtension, and use it in a test");
		}
		return this.server;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		start(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		if (this.server == null) {
			start(context);
		}
		else {
			this.server.reset();
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		stop(context);
	}

	@Override
	public void afterAll(ExtensionContext context) {
		stop(context);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == SocksServer.class;
	}

	@Override
	public SocksServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return server();
	}

	private void start(ExtensionContext context) {
		if (this.server == null) {
			this.server = this.builder.start();
			this.owner = context.getUniqueId();
		}
	}

	private void stop(ExtensionContext context) {
		if (this.server != null && context.getUniqueId().equals(this.owner)) {
			this.server.close();
			this.server = null;
		}
	}

}
