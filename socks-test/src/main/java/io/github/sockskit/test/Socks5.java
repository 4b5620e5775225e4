package io.github.sockskit.test;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sockskit.test.Misbehaviour.AuthenticationStatus;
import io.github.sockskit.test.Misbehaviour.Method;
import org.jspecify.annotations.Nullable;

/**
 * SOCKS5 (RFC 1928) without authentication or with username and password (RFC 1929).
 */
final class Socks5 implements Dialect {

	private static final int NO_AUTHENTICATION = 0;

	private static final int USERNAME_PASSWORD = 2;

	private static final int NO_ACCEPTABLE_METHOD = 0xFF;

	private final Wire wire;

	private final Map<String, String> credentials;

	private final Misbehaviour misbehaviour;

	private final AtomicInteger authentications;

	Socks5(Wire wire, Map<String, String> credentials, Misbehaviour misbehaviour, AtomicInteger authentications) {
		this.wire = wire;
		this.credentials = credentials;
		this.misbehaviour = misbehaviour;
		this.authentications = authentications;
	}

	@Override
	public RecordedRequest readRequest(DataInputStream first) throws IOException {
		List<Integer> offered = new ArrayList<>();
		for (byte method : readCounted(first)) {
			offered.add(method & 0xFF);
		}
		int method = select(offered);
		this.wire.send(new byte[] { 5, (byte) method });
		String username = switch (method) {
			case NO_AUTHENTICATION -> null;
			case USERNAME_PASSWORD -> authenticate();
			case NO_ACCEPTABLE_METHOD -> throw this.wire.end();
			default -> throw this.wire.stall();
		};
		return readRequest(offered, username);
	}

	private int select(List<Integer> offered) {
		Method forced = this.misbehaviour.find(Method.class);
		if (forced != null) {
			return forced.method();
		}
		int demanded = this.credentials.isEmpty() ? NO_AUTHENTICATION : USERNAME_PASSWORD;
		return offered.contains(demanded) ? demanded : NO_ACCEPTABLE_METHOD;
	}

	/**
	 * VER ULEN UNAME PLEN PASSWD; answered by VER STATUS.
	 */
	private @Nullable String authenticate() throws IOException {
		DataInputStream in = this.wire.nextMessage();
		requireVersion(1, in);
		String username = new String(readCounted(in), StandardCharsets.UTF_8);
		String password = new String(readCounted(in), StandardCharsets.UTF_8);
		this.authentications.incrementAndGet();
		int status = judge(username, password);
		this.wire.send(new byte[] { 1, (byte) status });
		if (status != 0) {
			throw this.wire.end();
		}
		return username.isEmpty() ? null : username;
	}

	private int judge(String username, String password) {
		AuthenticationStatus forced = this.misbehaviour.find(AuthenticationStatus.class);
		if (forced != null) {
			return forced.status();
		}
		return (this.credentials.isEmpty() || password.equals(this.credentials.get(username))) ? 0 : 1;
	}

	/**
	 * VER CMD RSV ATYP DST.ADDR DST.PORT.
	 */
	private RecordedRequest readRequest(List<Integer> offered, @Nullable String username) throws IOException {
		DataInputStream in = this.wire.nextMessage();
		requireVersion(5, in);
		Command command = Command.of(in.readUnsignedByte());
		in.readByte();
		Host host = Host.read(in);
		if (host == null) {
			this.wire.send(reply(Reply.ADDRESS_TYPE_NOT_SUPPORTED.code(5), Host.UNSPECIFIED, 0));
			throw this.wire.end();
		}
		return new RecordedRequest(5, command, host.text(), host.type(), in.readUnsignedShort(), username, offered);
	}

	/**
	 * VER REP RSV ATYP BND.ADDR BND.PORT.
	 */
	@Override
	public byte[] reply(int code, Host bound, int port) {
		byte[] address = encode(bound, port);
		return ByteBuffer.allocate(3 + address.length)
			.put((byte) 5)
			.put((byte) code)
			.put((byte) 0)
			.put(address)
			.array();
	}

	/**
	 * ATYP ADDR PORT.
	 */
	static byte[] encode(Host host, int port) {
		byte[] bytes = host.bytes();
		boolean named = host.type() == HostType.NAME;
		ByteBuffer out = ByteBuffer.allocate(1 + (named ? 1 : 0) + bytes.length + 2);
		switch (host.type()) {
			case IPV4 -> out.put((byte) 1);
			case NAME -> out.put((byte) 3).put((byte) bytes.length);
			case IPV6 -> out.put((byte) 4);
		}
		return out.put(bytes).putShort((short) port).array();
	}

	static byte[] readCounted(DataInputStream in) throws IOException {
		byte[] bytes = new byte[in.readUnsignedByte()];
		in.readFully(bytes);
		return bytes;
	}

	private static void requireVersion(int version, DataInputStream in) throws IOException {
		if (in.readUnsignedByte() != version) {
			throw new EOFException("Not version " + version);
		}
	}

}
