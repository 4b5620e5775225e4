package io.github.sockskit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A SOCKS server for tests: SOCKS4, 4A and 5, CONNECT and UDP ASSOCIATE, on an ephemeral
 * loopback port. It records what it was asked for and misbehaves when told to.
 *
 * <p>
 * A name that exists nowhere but in the server's {@linkplain #map mappings} proves that a
 * client really goes through its proxy and leaves the look-up to it: <pre>{@code
 * try (SocksServer proxy = SocksServer.start()) {
 *     proxy.map("api.example", webServer.address());
 *
 *     String answer = get("http://api.example/", proxy.address()); // your client
 *
 *     assertThat(answer).isEqualTo("hello");
 *     RecordedRequest request = proxy.takeRequest(Duration.ofSeconds(5));
 *     assertThat(request.host()).isEqualTo("api.example");
 *     assertThat(request.hostType()).isEqualTo(HostType.NAME);
 * }
 * }</pre>
 *
 * <p>
 * No test leaves the machine: the server listens on loopback and connects to what is
 * mapped, to loopback addresses, and to {@code localhost} and the names under it. It
 * refuses all other addresses (reply 2; SOCKS4: 0x5b) and all other names (reply 4;
 * 0x5b), and looks none up. A target that does not accept is reply 5 (0x5b), a command
 * other than CONNECT and SOCKS5's UDP ASSOCIATE reply 7 (0x5b). Datagrams to what is out
 * of bounds are dropped; those that come back name the host that was asked for, or its
 * address if that was a name.
 *
 * <p>
 * Thread-safe. Every connection has daemon threads of its own, named
 * {@code socks-server-…}; {@link #close()} ends them.
 */
public final class SocksServer implements AutoCloseable {

	private static final int BACKLOG = 1024;

	private final Host host;

	private final ServerSocket listener;

	private final Map<String, String> credentials;

	private final Routes routes;

	private final Misbehaviour initialMisbehaviour;

	private final Set<Connection> open = ConcurrentHashMap.newKeySet();

	/** Of connections that the server makes to itself. */
	private final Set<SocketAddress> markers = ConcurrentHashMap.newKeySet();

	/** Of the acceptor; of {@link #close()} once the acceptor has ended. */
	private final List<Thread> workers = new ArrayList<>();

	private final Thread acceptor;

	private final Queue<Misbehaviour> once = new ConcurrentLinkedQueue<>();

	private volatile Misbehaviour misbehaviour;

	private volatile Ledger ledger = new Ledger();

	private SocksServer(Builder builder) throws IOException {
		this.host = builder.host;
		this.listener = new ServerSocket(0, BACKLOG, this.host.address());
		this.credentials = Map.copyOf(builder.credentials);
		this.routes = new Routes(builder.routes);
		this.initialMisbehaviour = builder.misbehaviour;
		this.misbehaviour = builder.misbehaviour;
		this.acceptor = thread("accept", this::accept);
	}

	/**
	 * Starts a server on 127.0.0.1 that demands no authentication and has no mappings.
	 * @return a running server
	 * @throws UncheckedIOException if it cannot listen
	 */
	public static SocksServer start() {
		return builder().start();
	}

	/**
	 * For a server with credentials, mappings or another address.
	 * @return a builder of what {@link #start()} starts
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The address that the server listens on.
	 * @return {@code 127.0.0.1} unless the builder was given another
	 */
	public String host() {
		return this.host.text();
	}

	/**
	 * The port that the server listens on.
	 * @return an ephemeral port
	 */
	public int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Address and port that the server listens on.
	 * @return a resolved address
	 */
	public InetSocketAddress address() {
		return new InetSocketAddress(this.listener.getInetAddress(), port());
	}

	/**
	 * Maps a host to a real target, whatever port is asked for. A mapping with a port
	 * comes first.
	 * @param host a name, in any case, or an IPv4 or IPv6 literal
	 * @param target where requests for it go
	 * @throws IllegalArgumentException if the target is not a resolved loopback address
	 */
	public void map(String host, InetSocketAddress target) {
		this.routes.map(host, target);
	}

	/**
	 * Maps one port of a host to a real target.
	 * @param host a name, in any case, or an IPv4 or IPv6 literal
	 * @param port the port that is asked for
	 * @param target where requests for it go
	 * @throws IllegalArgumentException if the port is out of range, or the target is not
	 * a resolved loopback address
	 */
	public void map(String host, int port, InetSocketAddress target) {
		this.routes.map(host, port, target);
	}

	/**
	 * Treats connections accepted from now on like this.
	 * @param misbehaviour what to do; {@link Misbehaviour#NONE} to behave again
	 */
	public void misbehave(Misbehaviour misbehaviour) {
		this.misbehaviour = misbehaviour;
	}

	/**
	 * Treats the next connection like this, and those after it as otherwise told. Called
	 * again before that is accepted, the one after it is treated so.
	 * @param misbehaviour what to do once, in place of all else;
	 * {@link Misbehaviour#NONE} to behave once
	 */
	public void misbehaveOnce(Misbehaviour misbehaviour) {
		this.once.add(misbehaviour);
	}

	/**
	 * The requests so far, those refused too. One is there before its reply is sent.
	 * @return a copy, in order of arrival
	 */
	public List<RecordedRequest> requests() {
		return this.ledger.requests();
	}

	/**
	 * Waits for the next request that was not yet taken.
	 * @param limit how long to wait; zero or less: not at all
	 * @return the request
	 * @throws AssertionError if none came in time, or the thread was interrupted
	 */
	public RecordedRequest takeRequest(Duration limit) {
		return this.ledger.take(limit);
	}

	/**
	 * The datagrams that clients had sent on so far (UDP ASSOCIATE), those too that were
	 * dropped as their target is out of bounds: where each was to go.
	 * @return a copy, in order of arrival
	 */
	public List<RecordedRequest> datagrams() {
		return this.ledger.datagrams();
	}

	/**
	 * How many TCP connections the server accepted.
	 * @return the number since the start or the last {@link #reset()}
	 */
	public int connections() {
		return this.ledger.connections.get();
	}

	/**
	 * How many connections the server still has. One counts until its client has closed
	 * it, even if the server has already done so, unless it was reset: what does not come
	 * down to 0 was leaked by a client. Not affected by {@link #reset()}.
	 * @return the number now
	 */
	public int openConnections() {
		return this.open.size();
	}

	/**
	 * How often clients sent a username and a password, right or wrong (SOCKS5).
	 * @return the number since the start or the last {@link #reset()}
	 */
	public int authentications() {
		return this.ledger.authentications.get();
	}

	/**
	 * Forgets requests and counters and returns to the builder's misbehaviour; mappings
	 * and credentials stay. Connections that clients have made before go on, those too
	 * that were not accepted yet, but what they still do is no longer recorded.
	 */
	public void reset() {
		awaitAccepted();
		this.ledger = new Ledger();
		this.misbehaviour = this.initialMisbehaviour;
		this.once.clear();
	}

	/** The queue is in order: once this connection is taken, all those before it are. */
	private void awaitAccepted() {
		try (Socket marker = new Socket()) {
			marker.bind(new InetSocketAddress(this.host.address(), 0));
			this.markers.add(marker.getLocalSocketAddress());
			marker.connect(address());
			// An acceptor that has failed is not waited for.
			marker.setSoTimeout(10_000);
			marker.getInputStream().read();
		}
		catch (IOException ex) {
			if (!this.listener.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Stops listening, closes every connection and waits until all threads have ended.
	 * What was recorded can still be read.
	 */
	@Override
	public void close() {
		try {
			this.listener.close();
			this.acceptor.join();
			this.open.forEach(Connection::close);
			for (Thread worker : this.workers) {
				worker.join();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void accept() {
		while (!this.listener.isClosed()) {
			try {
				Socket client = this.listener.accept();
				if (this.markers.remove(client.getRemoteSocketAddress())) {
					client.close();
				}
				else {
					serve(client);
				}
			}
			catch (IOException ex) {
				if (!this.listener.isClosed()) {
					throw new UncheckedIOException(ex);
				}
			}
		}
	}

	private void serve(Socket client) {
		Ledger current = this.ledger;
		int number = current.connections.incrementAndGet();
		Misbehaviour next = this.once.poll();
		Connection connection = new Connection(client, this.routes, this.credentials, current,
				(next != null) ? next : this.misbehaviour);
		this.open.add(connection);
		this.workers.removeIf((worker) -> !worker.isAlive());
		this.workers.add(thread(Integer.toString(number), () -> {
			try {
				connection.serve();
			}
			finally {
				this.open.remove(connection);
			}
		}));
	}

	private Thread thread(String name, Runnable task) {
		Thread thread = new Thread(task, "socks-server-" + port() + "-" + name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * Builds servers. Not thread-safe.
	 */
	public static final class Builder {

		private final Map<String, String> credentials = new HashMap<>();

		private final Routes routes = new Routes();

		private Host host = Host.LOOPBACK;

		private Misbehaviour misbehaviour = Misbehaviour.NONE;

		private Builder() {
		}

		/**
		 * Admits a user. With one or more the server demands username and password of
		 * SOCKS5 clients, and of SOCKS4 clients one of the usernames as user id (else
		 * 0x5d).
		 * @param username as the client sends it, in UTF-8
		 * @param password as the client sends it, in UTF-8
		 * @return this builder
		 */
		public Builder credentials(String username, String password) {
			this.credentials.put(username, password);
			return this;
		}

		/**
		 * Listens on another loopback address.
		 * @param host a literal, such as {@code ::1}
		 * @return this builder
		 * @throws IllegalArgumentException if this is not a loopback address
		 */
		public Builder host(String host) {
			Host literal = Host.parse(host);
			if (!literal.isLoopback()) {
				throw new IllegalArgumentException("Not a loopback address: " + host);
			}
			this.host = literal;
			return this;
		}

		/**
		 * Maps a host to a real target.
		 * @param host a name, in any case, or an IPv4 or IPv6 literal
		 * @param target where requests for it go
		 * @return this builder
		 * @throws IllegalArgumentException as
		 * {@link SocksServer#map(String, InetSocketAddress)}
		 */
		public Builder map(String host, InetSocketAddress target) {
			this.routes.map(host, target);
			return this;
		}

		/**
		 * Maps one port of a host to a real target.
		 * @param host a name, in any case, or an IPv4 or IPv6 literal
		 * @param port the port that is asked for
		 * @param target where requests for it go
		 * @return this builder
		 * @throws IllegalArgumentException as
		 * {@link SocksServer#map(String, int, InetSocketAddress)}
		 */
		public Builder map(String host, int port, InetSocketAddress target) {
			this.routes.map(host, port, target);
			return this;
		}

		/**
		 * Misbehaves from the start, and again after {@link SocksServer#reset()}.
		 * @param misbehaviour what to do
		 * @return this builder
		 */
		public Builder misbehaviour(Misbehaviour misbehaviour) {
			this.misbehaviour = misbehaviour;
			return this;
		}

		/**
		 * Starts a server. May be called again for another one.
		 * @return a running server
		 * @throws UncheckedIOException if it cannot listen
		 */
		public SocksServer start() {
			try {
				return new SocksServer(this);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
