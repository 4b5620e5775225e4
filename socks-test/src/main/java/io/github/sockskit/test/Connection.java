package io.github.sockskit.test;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Map;

import io.github.sockskit.test.Misbehaviour.BoundAddress;
import io.github.sockskit.test.Misbehaviour.Coalesce;
import io.github.sockskit.test.Misbehaviour.DelayReply;
import io.github.sockskit.test.Misbehaviour.NotSocks;
import io.github.sockskit.test.Misbehaviour.RawReply;
import io.github.sockskit.test.Misbehaviour.Refuse;
import org.jspecify.annotations.Nullable;

/**
 * One client: its handshake, then its bytes to and from the target.
 */
final class Connection implements AutoCloseable {

	private final Socket client;

	/**
	 * Made before it is needed, so that {@link #close()} reaches it at any time.
	 */
	private final Socket target = new Socket(Proxy.NO_PROXY);

	/** Of the one thread that serves; closed by that or by {@link #close()}. */
	private volatile @Nullable DatagramRelay datagrams;

	private final Routes routes;

	private final Map<String, String> credentials;

	private final Ledger ledger;

	private final Misbehaviour misbehaviour;

	Connection(Socket client, Routes routes, Map<String, String> credentials, Ledger ledger,
			Misbehaviour misbehaviour) {
		this.client = client;
		this.routes = routes;
		this.credentials = credentials;
		this.ledger = ledger;
		this.misbehaviour = misbehaviour;
	}

	void serve() {
		try (this) {
			converse();
		}
		catch (IOException ex) {
			// the client left, was refused, or the server closes: all is said
		}
	}

	private void converse() throws IOException {
		Wire wire = new Wire(this.client, this.misbehaviour);
		DataInputStream first = wire.nextMessage();
		int version = first.readUnsignedByte();
		NotSocks notSocks = this.misbehaviour.find(NotSocks.class);
		if (notSocks != null) {
			wire.send(HexFormat.of().parseHex(notSocks.hex()));
			throw wire.end();
		}
		Dialect dialect = switch (version) {
			case 4 -> new Socks4();
			case 5 -> new Socks5(wire, this.credentials, this.misbehaviour, this.ledger.authentications);
			default -> throw wire.end();
		};
		RecordedRequest request = dialect.readRequest(first);
		this.ledger.add(request);
		byte[] reply = answer(request, dialect);
		boolean succeeded = (this.target.isConnected() || this.datagrams != null) && reply.length > 1
				&& (reply[1] & 0xFF) == Reply.SUCCEEDED.code(version);
		DelayReply delay = this.misbehaviour.find(DelayReply.class);
		if (delay != null) {
			wire.pause(delay.delay());
		}
		wire.send(succeeded ? coalesced(reply) : reply);
		if (!succeeded) {
			throw wire.end();
		}
		DatagramRelay association = this.datagrams;
		if (association != null) {
			relay(association, wire);
		}
		else {
			relay(wire.input());
		}
	}

	/**
	 * Does what was asked for, as far as it is allowed, and returns what to say of it.
	 */
	private byte[] answer(RecordedRequest request, Dialect dialect) throws IOException {
		Refuse refusal = this.misbehaviour.find(Refuse.class);
		int code = (refusal != null) ? refusal.code() : carryOut(request).code(request.version());
		RawReply raw = this.misbehaviour.find(RawReply.class);
		if (raw != null) {
			return HexFormat.of().parseHex(raw.hex());
		}
		BoundAddress bound = boundAddress();
		return dialect.reply(code, bound.host(), bound.port());
	}

	private BoundAddress boundAddress() throws IOException {
		BoundAddress forced = this.misbehaviour.find(BoundAddress.class);
		DatagramRelay association = this.datagrams;
		if (association != null) {
			InetSocketAddress relay = association.address();
			if (forced == null) {
				return new BoundAddress(Host.address(relay.getAddress().getAddress()), relay.getPort());
			}
			return (forced.port() == 0) ? new BoundAddress(forced.host(), relay.getPort()) : forced;
		}
		if (forced != null) {
			return forced;
		}
		return this.target.isConnected()
				? new BoundAddress(Host.address(this.target.getLocalAddress().getAddress()), this.target.getLocalPort())
				: new BoundAddress(Host.UNSPECIFIED, 0);
	}

	private Reply carryOut(RecordedRequest request) throws IOException {
		if (request.version() == 4 && !admits(request)) {
			return Reply.UNKNOWN_USER;
		}
		if (request.command() == Command.UDP_ASSOCIATE && request.version() == 5) {
			this.datagrams = new DatagramRelay(request, this.client.getInetAddress(), this.client.getLocalAddress(),
					this.routes, this.ledger, this.misbehaviour);
			return Reply.SUCCEEDED;
		}
		return (request.command() == Command.CONNECT) ? connect(request) : Reply.COMMAND_NOT_SUPPORTED;
	}

	private Reply connect(RecordedRequest request) {
		InetSocketAddress address = this.routes.find(new Host(request.hostType(), request.host()), request.port());
		if (address == null) {
			return (request.hostType() == HostType.NAME) ? Reply.HOST_UNREACHABLE : Reply.NOT_ALLOWED;
		}
		try {
			this.target.connect(address);
			this.target.setTcpNoDelay(true);
			return Reply.SUCCEEDED;
		}
		catch (IOException ex) {
			return Reply.CONNECTION_REFUSED;
		}
	}

	private boolean admits(RecordedRequest request) {
		return this.credentials.isEmpty()
				|| (request.username() != null && this.credentials.containsKey(request.username()));
	}

	private byte[] coalesced(byte[] reply) throws IOException {
		Coalesce coalesce = this.misbehaviour.find(Coalesce.class);
		if (coalesce == null) {
			return reply;
		}
		ByteArrayOutputStream both = new ByteArrayOutputStream();
		both.writeBytes(reply);
		if (coalesce.hex() != null) {
			both.writeBytes(HexFormat.of().parseHex(coalesce.hex()));
		}
		else {
			byte[] chunk = new byte[8192];
			int length = this.target.getInputStream().read(chunk);
			both.write(chunk, 0, Math.max(length, 0));
		}
		return both.toByteArray();
	}

	private void relay(InputStream fromClient) throws IOException {
		InputStream fromTarget = this.target.getInputStream();
		Thread back = start("back", () -> pump(fromTarget, this.client));
		pump(fromClient, this.target);
		join(back);
	}

	/** An association lasts as long as the connection that asked for it. */
	private void relay(DatagramRelay association, Wire wire) {
		Thread forth = start("forth", association::forth);
		Thread back = start("back", association::back);
		try {
			wire.stall();
		}
		catch (IOException ex) {
			// the client closed, or the server does
		}
		association.close();
		join(forth);
		join(back);
	}

	private static Thread start(String name, Runnable task) {
		Thread thread = new Thread(task, Thread.currentThread().getName() + "-" + name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Passes on bytes and then the end of them; the other direction goes on. A failure
	 * ends both.
	 */
	private void pump(InputStream from, Socket to) {
		try {
			from.transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			close();
		}
	}

	@Override
	public void close() {
		DatagramRelay association = this.datagrams;
		if (association != null) {
			association.close();
		}
		try (this.client; this.target) {
			// both, also when closing the first fails
		}
		catch (IOException ex) {
			// closed all the same
		}
	}

}
