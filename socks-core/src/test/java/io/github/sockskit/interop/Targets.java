package io.github.sockskit.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import javax.net.ServerSocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * What is to be reached through a proxy: services on 127.0.0.1 and on ::1, each on a port
 * of its own.
 */
final class Targets implements AutoCloseable {

	/** What a service does with a connection. */
	enum Service {

		/** Answers an HTTP/1.1 request with what {@link #answer} says. */
		HTTP,

		/** The same over TLS, with a certificate of a private authority. */
		HTTPS,

		/**
		 * Says {@link #BANNER}, takes as many bytes as {@link #LOAD} has, says them
		 * {@link #reversed} and waits for the end.
		 */
		TALKATIVE

	}

	static final String BANNER = "220 speaks first\r\n";

	/** A mebibyte of noise: a byte lost, doubled or swapped shows. */
	static final byte[] LOAD = new byte[1 << 20];

	static {
		new Random(1928).nextBytes(LOAD);
	}

	private final PrivateAuthority authority = new PrivateAuthority();

	private final Map<Service, Integer> portsOfIpv4 = new EnumMap<>(Service.class);

	private final Map<Service, Integer> portsOfIpv6 = new EnumMap<>(Service.class);

	private final List<ServerSocket> listeners = new ArrayList<>();

	Targets() throws IOException, GeneralSecurityException {
		for (Service service : Service.values()) {
			portsOfIpv4.put(service, listen(service, "127.0.0.1"));
			portsOfIpv6.put(service, listen(service, "::1"));
		}
	}

	private int listen(Service service, String address) throws IOException {
		ServerSocketFactory factory = (service == Service.HTTPS) ? authority.serverSocketFactory()
				: ServerSocketFactory.getDefault();
		ServerSocket listener = factory.createServerSocket(0, 50, InetAddress.getByName(address));
		listeners.add(listener);
		run("target", () -> {
			while (true) {
				Socket connection = listener.accept();
				run("target-connection", () -> {
					try (connection) {
						serve(service, connection);
					}
				});
			}
		});
		return listener.getLocalPort();
	}

	/** Ends with the first failure: the other side sees the connection's end. */
	private static void run(String name, Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// A listener that was closed, or a client that went.
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	private static void serve(Service service, Socket connection) throws IOException {
		InputStream in = connection.getInputStream();
		OutputStream out = connection.getOutputStream();
		if (service == Service.TALKATIVE) {
			out.write(BANNER.getBytes(StandardCharsets.US_ASCII));
			out.write(reversed(in.readNBytes(LOAD.length)));
			in.read();
			return;
		}
		BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
		StringBuilder request = new StringBuilder();
		for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
			request.append(line).append('\n');
		}
		out.write(answer(request.toString(), serverName(connection)).getBytes(StandardCharsets.US_ASCII));
	}

	private static String serverName(Socket connection) {
		if (!(connection instanceof SSLSocket tls)) {
			return "none";
		}
		return ((ExtendedSSLSession) tls.getSession()).getRequestedServerNames()
			.stream()
			.map((name) -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
			.findFirst()
			.orElse("none");
	}

	/**
	 * A whole HTTP answer.
	 * @param request the lines of the request, each with a line feed behind it
	 * @param serverName the name that TLS was told (SNI), or "none"
	 */
	static String answer(String request, String serverName) {
		String body = "%sserver name: %s\n".formatted(request, serverName);
		return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
	}

	static byte[] reversed(byte[] bytes) {
		byte[] result = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			result[i] = bytes[bytes.length - 1 - i];
		}
		return result;
	}

	/** Trusts the private authority and nobody else. */
	SSLSocketFactory clientSocketFactory() {
		return authority.clientSocketFactory();
	}

	int port(Service service, boolean ipv6) {
		return (ipv6 ? portsOfIpv6 : portsOfIpv4).get(service);
	}

	@Override
	public void close() throws IOException {
		for (ServerSocket listener : listeners) {
			listener.close();
		}
	}

	private interface Task {

		void run() throws IOException;

	}

}
