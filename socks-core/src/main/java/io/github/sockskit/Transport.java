package io.github.sockskit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

import io.github.sockskit.protocol.Handshake;
import io.github.sockskit.protocol.HandshakeException;
import io.github.sockskit.protocol.Unwrapper;
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

	private volatile @Nullable Lookup lookup;

	private volatile @Nullable BlockingStep step;

	private volatile @Nullable EncapsulatedStreams streams;

	private volatile boolean closed;

	Transport(SocksDialer dialer) throws SocketException {
		this.dialer = dialer;
		this.socket = dialer.newConnection();
	}

	Socket socket() {
		return socket;
	}

	/** Sets an option on this attempt's socket and on those of the attempts to come. */
	void set(Option option) throws IOException {
		option.applyTo(socket);
		synchronized (this) {
			options = Stream.concat(options.stream(), Stream.of(option)).toList();
		}
	}

	/** A new socket for the next attempt; the one before has failed. */
	Socket renew() throws IOException {
		socket.close();
		Socket next = dialer.newConnection();
		socket = next;
		requireOpen();
		for (Option option : options) {
			option.applyTo(next);
		}
		return next;
	}

	InetAddress[] lookUp(String name, Deadline deadline) throws IOException {
		Lookup wait = Lookup.of(name);
		lookup = wait;
		requireOpen();
		return wait.await(deadline);
	}

	/** The output of a handshake that may block. */
	ByteBuffer awaitOutput(Handshake handshake, Deadline deadline) throws IOException, HandshakeException {
		BlockingStep wait = BlockingStep.of(handshake);
		step = wait;
		requireOpen();
		return wait.await(deadline);
	}

	/**
	 * What is sent and received from now on is wrapped.
	 * @param unwrapper the connection's one, or {@code null} if nothing is wrapped
	 */
	void encapsulate(@Nullable Unwrapper unwrapper) throws IOException {
		if (unwrapper != null && streams == null) {
			streams = new EncapsulatedStreams(socket, unwrapper);
		}
	}

	boolean isEncapsulated() {
		return streams != null;
	}

	InputStream input() throws IOException {
		EncapsulatedStreams wrapping = streams;
		return (wrapping != null) ? wrapping.input() : socket.getInputStream();
	}

	OutputStream output() throws IOException {
		EncapsulatedStreams wrapping = streams;
		return (wrapping != null) ? wrapping.output() : socket.getOutputStream();
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
		closed = true;
		Lookup wait = lookup;
		if (wait != null) {
			wait.cancel();
		}
		BlockingStep taken = step;
		if (taken != null) {
			taken.cancel();
		}
		try {
			socket.close();
		}
		catch (IOException ex) {
			// The descriptor is gone all the same, and there is nobody to tell.
		}
	}

}
