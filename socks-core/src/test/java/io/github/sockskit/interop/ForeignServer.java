package io.github.sockskit.interop;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A SOCKS server that others wrote, running on a port of 127.0.0.1 while the tests of a
 * class do: a static field with {@code @RegisterExtension}. Where it cannot run the class
 * is skipped, and says why; with {@code SOCKS_INTEROP=required} in the environment it
 * fails instead. A subclass says what to install and how to start it.
 */
abstract class ForeignServer implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

	private static final boolean REQUIRED = "required".equals(System.getenv("SOCKS_INTEROP"));

	private static final int ATTEMPTS = 3;

	private final String name;

	private final Set<SocksVersion> versions;

	private final List<String> programs;

	private Sandbox sandbox;

	private int port;

	/**
	 * A server that does not run yet.
	 * @param name for the names of tests
	 * @param versions what it speaks
	 * @param programs what it needs
	 */
	ForeignServer(String name, Set<SocksVersion> versions, String... programs) {
		this.name = name;
		this.versions = versions;
		this.programs = List.of(programs);
	}

	/** Starts it in a sandbox; returns before it is ready. */
	abstract void start(Sandbox sandbox, int port) throws IOException;

	void awaitListening(Sandbox sandbox, int port) {
		sandbox.awaitListening(port);
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (REQUIRED || sandbox != null) {
			return ConditionEvaluationResult.enabled(null);
		}
		return Sandbox.obstacle(programs)
			.map((obstacle) -> ConditionEvaluationResult.disabled(this + " cannot run here; " + obstacle))
			.orElse(ConditionEvaluationResult.enabled(null));
	}

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		if (REQUIRED) {
			Sandbox.obstacle(programs).ifPresent((obstacle) -> {
				throw new IllegalStateException(this + " has to run (SOCKS_INTEROP=required); " + obstacle);
			});
		}
		// These servers do not choose a port and say which, and one that is free may be
		// taken by the time that they want it.
		for (int attempt = 1; sandbox == null; attempt++) {
			sandbox = new Sandbox();
			port = Sandbox.freePort();
			try {
				start(sandbox, port);
				awaitListening(sandbox, port);
			}
			catch (IOException | RuntimeException ex) {
				afterAll(context);
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		if (sandbox != null) {
			Sandbox running = sandbox;
			sandbox = null;
			running.close();
		}
	}

	/** What it speaks. */
	Set<SocksVersion> versions() {
		return versions;
	}

	/**
	 * How it is reached, without credentials.
	 * @param version one of its own, or another to see what it says
	 */
	SocksProxy.Builder address(SocksVersion version) {
		return SocksProxy.builder(version, "127.0.0.1", port);
	}

	/** How it is reached, with what credentials it wants. */
	SocksProxy proxy(SocksVersion version) {
		return address(version).build();
	}

	/** As {@link #proxy}, with what else it wants. */
	final SocksDialer dialer(SocksVersion version) {
		return dialer(proxy(version));
	}

	/** As {@link #proxy} or changed, with what else it wants. */
	SocksDialer dialer(SocksProxy proxy) {
		return SocksDialer.of(proxy);
	}

	/**
	 * What a dialer comes to know of it: PROVEN if it takes a handshake in one write,
	 * STEPS if not, UNKNOWN if that cannot be tried.
	 */
	String knownAs() {
		return "PROVEN";
	}

	/** How it is reached if it listens on a file of its sandbox. */
	final SocksProxy.Builder address(SocksVersion version, String file) {
		return SocksProxy.builder(version, sandbox.path(file));
	}

	/** What it wrote. */
	String log() {
		return sandbox.log();
	}

	@Override
	public String toString() {
		return name;
	}

}
