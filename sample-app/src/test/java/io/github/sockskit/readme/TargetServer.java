package io.github.sockskit.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;

/**
 * A local web server: some paths and what is there.
 */
final class TargetServer implements AutoCloseable {

	private final HttpServer server;

	TargetServer(Map<String, String> pages) {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		pages.forEach((path, page) -> server.createContext(path, (exchange) -> {
			exchange.getResponseHeaders().add("Content-Type", page.startsWith("{") ? "application/json" : "text/plain");
			exchange.sendResponseHeaders(200, page.length());
			exchange.getResponseBody().write(page.getBytes());
			exchange.close();
		}));
		server.start();
	}

	InetSocketAddress getAddress() {
		return server.getAddress();
	}

	@Override
	public void close() {
		server.stop(0);
	}

}
