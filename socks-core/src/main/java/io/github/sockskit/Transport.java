package io.github.sockskit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSocketFactory;

import io.github.sockskit.internal.protocol.Handshake;
import io.github.sockskit.internal.protocol.HandshakeException;
import io.github.sockskit.internal.protocol.Unwrapper;
import io.github.sockskit.internal.transport.BlockingStep;
import io.github.sockskit.internal.transport.Deadline;
import io.github.sockskit.internal.transport.EncapsulatedStreams;
import io.github.sockskit.internal.transport.Lookup;
import io.github.sockskit.internal.transport.TlsConnection;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the proxy, from before it is made. It may be closed from another
 * thread at any time, which ends whatever goes on. A JDK socket cannot connect again
 * after it failed, so each further attempt gets a new one with the options of the first.
 */
final class Transport implements Closeable {

	/** What was set before there was a connection. */
	interface Option {

		void applyTo(Socket socket) throws IOException;

	}

	private final SocksDialer dialer;

	private volatile Socket socket;

	private volatile List<Option> options = List.of();

	private volatile boolean bound;

	private boolean attempted;

	/** What else goes on for the dial and is waited for: it ends with this. */
	private volatile @Nullable Closeable underway;

	private volatile @Nullable EncapsulatedStreams streams;

	private volatile @Nullable TlsConnection tls;

	private volatile @Nullable Deadline limit;

	private volatile boolean closed;

	Transport(SocksDialer dialer) throws SocketException {
		this.dialer = dialer;
		this.socket = dialer.newConnection();
	}

	/**
	 * One for a second dial, with the same options, which is closed when this one is.
	 */
	synchronized Transport beside() throws IOException {
		requireOpen();
		Transport second = new Transport(dialer);
		underway = second;
		for (Option option : options) {
			second.set(option);
		}
		return second;
	}

	SocksDialer dialer() {
		return dialer;
	}

	/** The connection itself: its addresses and options. */
	Socket socket() {
		return socket;
	}

	/** What data go through. */
	Socket data() {
		TlsConnection layer = tls;
		return (layer != null) ? layer.socket() : socket;
	}

	/** Sets an option on this attempt's socket and on those of the attempts to come. */
	synchronized void set(Option option) throws IOException {
		requireOpen();
		if (!attempted || !socket.isClosed()) {
			option.applyTo(socket);
		}
		keep(option);
	}

	private void keep(Option option) {
		List<Option> all = new ArrayList<>(options.size() + 1);
		all.addAll(options);
		all.add(option);
		options = all;
	}

	/** There will be no further attempt. */
	synchronized void forgetOptions() {
		options = List.of();
	}

	/**
	 * Binds this attempt's socket, and those of the attempts to come to the same port.
	 */
	synchronized void bind(@Nullable SocketAddress local) throws IOException {
		requireOpen();
		socket.bind(local);
		SocketAddress address = socket.getLocalSocketAddress();
		keep((next) -> next.bind(address));
		bound = true;
	}

	/** Whether the local port was chosen, which only one connection can have. */
	boolean isBound() {
		return bound;
	}

	/**
	 * A socket with its descriptor for the next attempt; the one before has failed. The
	 * monitor is held while that is made, not while it connects: JDK 17 loses a close
	 * that comes meanwhile.
	 */
	synchronized Socket next() throws IOException {
		if (!attempted) {
			attempted = true;
			requireOpen();
			socket.getSoTimeout();
			return socket;
		}
		socket.close();
		socket = dialer.newConnection();
		tls = null;
		requireOpen();
		socket.getSoTimeout();
		for (Option option : options) {
			option.applyTo(socket);
		}
		return socket;
	}

	/** Ends this attempt, whoever is waiting for it. */
	void drop() {
		close(tls);
		close(socket);
	}

	/**
	 * Goes on with what the second dial has reached; the attempt here was dropped.
	 * @throws IOException if this was closed meanwhile; the other is then, too
	 */
	void takeOver(Transport second) throws IOException {
		synchronized (this) {
			socket = second.socket;
			tls = second.tls;
			streams = second.streams;
			underway = null;
			for (Option option : options.subList(second.options.size(), options.size())) {
				option.applyTo(socket); // it was set meanwhile
			}
		}
		requireOpen();
	}

	/** Goes on in TLS. */
	Socket secure(SSLSocketFactory factory, HostAndPort peer, Deadline deadline) throws IOException {
		tls = TlsConnection.over(socket, factory, peer.host(), peer.port(), deadline);
		requireOpen();
		return data();
	}

	/**
	 * Limits all reads together, or with {@code null} no longer. The timeout of each is
	 * not enough where one in TLS takes many of the connection, here or at a hop before.
	 */
	void limit(@Nullable Deadline deadline) {
		limit = deadline;
		if (socket instanceof SocksSocket previousHop) {
			previousHop.limit(deadline);
		}
		TlsConnection layer = tls;
		if (layer != null) {
			layer.limit(deadline);
		}
	}

	/** What limits all reads together. */
	@Nullable Deadline limit() {
		return limit;
	}

	InetAddress[] lookUp(String name, Deadline deadline) throws IOException {
		Lookup wait = Lookup.of(name);
		underway = wait;
		try {
			requireOpen();
			return wait.await(deadline);
		}
		finally {
			underway = null;
		}
	}

	/** The output of a handshake that may block. */
	ByteBuffer awaitOutput(Handshake handshake, Deadline deadline) throws IOException, HandshakeException {
		BlockingStep wait = BlockingStep.of(handshake);
		underway = wait;
		try {
			requireOpen();
			return wait.await(deadline);
		}
		finally {
			underway = null;
		}
	}

	/**
	 * What is sent and received from now on is wrapped.
	 * @param unwrapper the connection's one, or {@code null} if nothing is wrapped
	 */
	void encapsulate(@Nullable Unwrapper unwrapper) throws IOException {
		if (unwrapper != null && streams == null) {
			streams = new EncapsulatedStreams(data(), unwrapper);
		}
	}

	boolean isEncapsulated() {
		return streams != null;
	}

	InputStream input() throws IOException {
		EncapsulatedStreams wrapping = streams;
		TlsConnection layer = tls;
		if (wrapping != null) {
			return wrapping.input();
		}
		return (layer != null) ? layer.inputStream(this) : socket.getInputStream();
	}

	OutputStream output() throws IOException {
		EncapsulatedStreams wrapping = streams;
		TlsConnection layer = tls;
		if (wrapping != null) {
			return wrapping.output();
		}
		return (layer != null) ? layer.outputStream(this) : socket.getOutputStream();
	}

	/** Called after each change: either this sees the close, or the close the change. */
	void requireOpen() throws SocketException {
		if (closed) {
			close();
			throw new SocketException("Socket closed");
		}
	}

	/** Whether it was closed, here or by one of its streams. */
	boolean isClosed() {
		return closed || socket.isClosed();
	}

	/** Whether it was closed here: between two attempts the socket is closed too. */
	boolean isClosing() {
		return closed;
	}

	@Override
	public void close() {
		synchronized (this) {
			closed = true;
		}
		close(underway);
		close(tls);
		close(socket);
	}

	private static void close(@Nullable Closeable part) {
		try {
			if (part != null) {
				part.close();
			}
		}
		catch (IOException ex) {
			// The descriptor is gone all the same, and there is nobody to tell.
		}
	}

}
