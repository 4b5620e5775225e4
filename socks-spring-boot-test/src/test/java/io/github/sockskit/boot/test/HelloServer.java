package io.github.sockskit.boot.test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import com.sun.net.httpserver.HttpServer;

/**
 * A local web server that says hello.
 */
final class HelloServer implements AutoCloseable {

	private final HttpServer server;

	HelloServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, 5);
			try (OutputStream body = exchange.getResponseBody()) {
				body.write("hello".getBytes());
			}
		});
		server.start();
	}

	InetSocketAddress address() {
		return server.getAddress();
	}

	@Override
	public void close() {
		server.stop(0);
	}

}
