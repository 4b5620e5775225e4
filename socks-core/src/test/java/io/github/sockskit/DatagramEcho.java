package io.github.sockskit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A target that sends each datagram back. */
public final class DatagramEcho implements AutoCloseable {

	private final DatagramSocket socket;

	public DatagramEcho(String address) {
		try {
			this.socket = new DatagramSocket(0, InetAddress.getByName(address));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::echo, "datagram-echo");
		thread.setDaemon(true);
		thread.start();
	}

	public InetSocketAddress address() {
		return (InetSocketAddress) socket.getLocalSocketAddress();
	}

	public int port() {
		return socket.getLocalPort();
	}

	private void echo() {
		byte[] buffer = new byte[0xFFFF];
		while (!socket.isClosed()) {
			try {
				DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
				socket.receive(packet);
				socket.send(packet);
			}
			catch (IOException ex) {
				// closed, or the sender is gone
			}
		}
	}

	@Override
	public void close() {
		socket.close();
	}

}
