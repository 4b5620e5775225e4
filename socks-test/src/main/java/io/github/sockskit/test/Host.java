package io.github.sockskit.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A host as SOCKS carries it. Nothing here ever looks a name up.
 */
record Host(HostType type, String text) {

	static final Host UNSPECIFIED = new Host(HostType.IPV4, "0.0.0.0");

	static final Host LOOPBACK = new Host(HostType.IPV4, "127.0.0.1");

	private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

	static Host name(byte[] name) {
		return new Host(HostType.NAME, new String(name, StandardCharsets.UTF_8));
	}

	static Host address(byte[] address) throws UnknownHostException {
		if (address.length == 4) {
			return new Host(HostType.IPV4, InetAddress.getByAddress(address).getHostAddress());
		}
		// InetAddress would turn ::ffff:127.0.0.1 into an IPv4 address
		return new Host(HostType.IPV6, shorten(Inet6Address.getByAddress(null, address, -1).getHostAddress()));
	}

	/**
	 * ATYP and DST.ADDR of SOCKS5, {@code null} for an unknown type.
	 */
	static @Nullable Host read(DataInputStream in) throws IOException {
		return switch (in.readUnsignedByte()) {
			case 1 -> address(in.readNBytes(4));
			case 3 -> name(Socks5.readCounted(in));
			case 4 -> address(in.readNBytes(16));
			default -> null;
		};
	}

	/**
	 * What the user wrote: an address where it is a literal, otherwise a name.
	 */
	static Host parse(String text) {
		try {
			if (text.indexOf(':') >= 0) { // in brackets it is never looked up
				return address(InetAddress.getByName("[" + text + "]").getAddress());
			}
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("Neither a host name nor an IPv6 address: " + text, ex);
		}
		return new Host(IPV4.matcher(text).matches() ? HostType.IPV4 : HostType.NAME, text);
	}

	boolean isLoopback() {
		return this.type != HostType.NAME && address().isLoopbackAddress();
	}

	/**
	 * The address that this literal stands for.
	 */
	InetAddress address() {
		try {
			if (this.type != HostType.NAME) {
				return InetAddress.getByName(this.text);
			}
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
		throw new IllegalStateException("Names are not looked up: " + this.text);
	}

	byte[] bytes() {
		return (this.type == HostType.NAME) ? this.text.getBytes(StandardCharsets.UTF_8) : address().getAddress();
	}

	/**
	 * RFC 5952, 4.2: the longest run of zeros, the first of equals, becomes "::".
	 */
	private static String shorten(String address) {
		for (int zeros = 8; zeros > 1; zeros--) {
			Matcher run = Pattern.compile("(^|:)0(:0){" + (zeros - 1) + "}(:|$)").matcher(address);
			if (run.find()) {
				return run.replaceFirst("::");
			}
		}
		return address;
	}

}
