package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;

/**
 * A web server on loopback that records what it was asked for. {@code /hello} answers,
 * {@code /to/<path>} redirects, {@code /stall} never answers.
 */
final class HttpTarget implements AutoCloseable {

	/** No resolver of any machine knows it (RFC 6761, section 6.4). */
	static final String NAME = "api.only-proxy.invalid";

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<String> serverNames = new CopyOnWriteArrayList<>();

	private final CountDownLatch closing = new CountDownLatch(1);

	private HttpTarget(HttpServer server, String host) throws IOException {
		this.server = server;
		server.bind(new InetSocketAddress(InetAddress.getByName(host), 0), 0);
		server.createContext("/", this::answer);
		server.setExecutor(executor);
		server.start();
	}

	static HttpTarget http() {
		return http("127.0.0.1");
	}

	static HttpTarget http(String host) {
		try {
			return new HttpTarget(HttpServer.create(), host);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static HttpTarget https() {
		try {
			HttpsServer server = HttpsServer.create();
			server.setHttpsConfigurator(new HttpsConfigurator(Certificates.server()));
			return new HttpTarget(server, "127.0.0.1");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	InetSocketAddress address() {
		return server.getAddress();
	}

	int port() {
		return address().getPort();
	}

	/** Paths asked for, with the Host header: {@code api.only-proxy.invalid/hello}. */
	List<String> requests() {
		return requests;
	}

	/** The names of each TLS request (SNI). */
	List<String> serverNames() {
		return serverNames;
	}

	void reset() {
		requests.clear();
		serverNames.clear();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			requests.add(exchange.getRequestHeaders().getFirst("Host") + path);
			if (exchange instanceof HttpsExchange https) {
				((ExtendedSSLSession) https.getSSLSession()).getRequestedServerNames()
					.forEach((name) -> serverNames.add(text(name)));
			}
			if (path.equals("/stall")) {
				closing.await();
			}
			boolean redirect = path.startsWith("/to/");
			if (redirect) {
				exchange.getResponseHeaders().add("Location", path.substring("/to".length()));
			}
			byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(redirect ? 302 : 200, body.length);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String text(SNIServerName name) {
		return new String(name.getEncoded(), StandardCharsets.US_ASCII);
	}

	@Override
	public void close() {
		closing.countDown();
		server.stop(0);
		executor.shutdownNow();
	}

}
