package io.github.sockskit.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.sockskit.test.SocksServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What the sample runs against when it is told nothing: a SOCKS server, and a web server
 * under a name that exists nowhere, so that only the SOCKS server can reach it. Sets the
 * properties that a user would set.
 */
final class Demo implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, AutoCloseable {

	static final String HOST = "hello.invalid";

	private static final ConfigurationPropertyName PROXY = ConfigurationPropertyName.of("socks.proxy");

	private @Nullable SocksServer proxy;

	private @Nullable HttpServer target;

	void attachTo(SpringApplication application) {
		application.addListeners(this);
		application.addInitializers((context) -> {
			if (proxy != null) {
				context.getBeanFactory().registerSingleton("demoProxy", proxy);
			}
		});
	}

	/** Not a condition on a bean, which AOT processing would decide at build time. */
	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		if (environment.containsProperty("target")) {
			return;
		}
		if (knowsAProxy(environment)) {
			throw new FailureAnalyzedException(
					"The property 'target' is missing: which page to fetch through the proxy.",
					"Add --target=https://… to the command line, or leave all properties out for the demo.");
		}
		environment.getPropertySources().addLast(new MapPropertySource("demo", start()));
	}

	private static boolean knowsAProxy(ConfigurableEnvironment environment) {
		for (var source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(PROXY) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

	private Map<String, Object> start() {
		HttpServer web = startTarget();
		this.target = web;
		this.proxy = SocksServer.builder().credentials("demo", "secret").map(HOST, 80, web.getAddress()).start();
		return Map.of("socks.proxy.uri", "socks5://demo:secret@%s:%d".formatted(proxy.host(), proxy.port()), "target",
				"http://%s/".formatted(HOST));
	}

	private static HttpServer startTarget() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", Demo::sayHello);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void sayHello(HttpExchange exchange) throws IOException {
		byte[] hello = "Hello through SOCKS".getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(200, hello.length);
		exchange.getResponseBody().write(hello);
		exchange.close();
	}

	@Override
	public void close() {
		if (proxy != null) {
			proxy.close();
		}
		if (target != null) {
			target.stop(0);
		}
	}

}
