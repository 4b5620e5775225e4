package io.github.sockskit.test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

import io.github.sockskit.test.Misbehaviour.Cut;
import io.github.sockskit.test.Misbehaviour.Drip;
import io.github.sockskit.test.Misbehaviour.ReadSloppily;
import org.jspecify.annotations.Nullable;

/**
 * The handshake's bytes from and to a client, read and sent as well or badly as the
 * misbehaviour says. Every way of ending a connection is an {@link IOException}.
 */
final class Wire {

	private final Socket client;

	private final boolean sloppy;

	private final @Nullable Drip drip;

	private final @Nullable Cut cut;

	private InputStream input;

	private int sent;

	Wire(Socket client, Misbehaviour misbehaviour) throws IOException {
		this.client = client;
		this.sloppy = misbehaviour.find(ReadSloppily.class) != null;
		this.drip = misbehaviour.find(Drip.class);
		this.cut = misbehaviour.find(Cut.class);
		this.input = client.getInputStream();
		client.setTcpNoDelay(true);
	}

	/**
	 * What the client sent and no message consumed.
	 */
	InputStream input() {
		return this.input;
	}

	DataInputStream nextMessage() throws IOException {
		if (!this.sloppy) {
			return new DataInputStream(this.input);
		}
		byte[] segment = new byte[1024];
		int length = this.input.read(segment);
		return new DataInputStream(new ByteArrayInputStream(segment, 0, Math.max(length, 0)));
	}

	void send(byte[] message) throws IOException {
		if (this.cut == null) {
			write(message);
			return;
		}
		byte[] allowed = Arrays.copyOf(message, Math.min(message.length, this.cut.bytes() - this.sent));
		write(allowed);
		this.sent += allowed.length;
		if (this.sent == this.cut.bytes()) {
			throw switch (this.cut.ending()) {
				case STALL -> stall();
				case CLOSE -> end();
				case RESET -> reset();
			};
		}
	}

	private void write(byte[] bytes) throws IOException {
		OutputStream output = this.client.getOutputStream();
		if (this.drip == null) {
			output.write(bytes);
			return;
		}
		for (byte next : bytes) {
			pause(this.drip.interval());
			output.write(next);
		}
	}

	/**
	 * Waits by reading, so that it notices at once when the client gives up. What the
	 * client sends early is kept.
	 */
	void pause(Duration time) throws IOException {
		long end = System.nanoTime() + time.toNanos();
		ByteArrayOutputStream early = new ByteArrayOutputStream();
		byte[] chunk = new byte[1024];
		try {
			for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
				this.client.setSoTimeout((int) (left / 1_000_000) + 1);
				int length = this.input.read(chunk);
				if (length < 0) {
					throw new EOFException("The client gave up");
				}
				early.write(chunk, 0, length);
			}
		}
		catch (SocketTimeoutException ex) {
			// the time is over
		}
		this.client.setSoTimeout(0);
		if (early.size() > 0) {
			this.input = new SequenceInputStream(new ByteArrayInputStream(early.toByteArray()), this.input);
		}
	}

	/**
	 * Ends the connection in good order. It counts as open until the client has closed it
	 * too, which is what proves that clients leak none; and a close with unread bytes
	 * would be a reset.
	 */
	IOException end() throws IOException {
		this.client.shutdownOutput();
		return stall();
	}

	IOException stall() throws IOException {
		this.input.transferTo(OutputStream.nullOutputStream());
		return new EOFException("The client closed");
	}

	private IOException reset() throws IOException {
		this.client.setSoLinger(true, 0);
		this.client.close();
		return new EOFException("The server reset the connection");
	}

}
