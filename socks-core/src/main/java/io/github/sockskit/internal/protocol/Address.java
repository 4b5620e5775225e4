package io.github.sockskit.internal.protocol;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * ATYP, DST.ADDR or BND.ADDR, and the port (RFC 1928, sections 4 to 6): an IPv4 or IPv6
 * address, or a name that is never looked up here. Immutable.
 */
public final class Address {

	static final byte IPV4 = 1;

	static final byte NAME = 3;

	static final byte IPV6 = 4;

	/** Characters that no host name has (WHATWG URL, forbidden host code points). */
	private static final String FORBIDDEN = " #/:<>?@[\\]^|%\u007F";

	/** Characters that IDNA 2003 and IDNA 2008 turn into different names. */
	private static final String DEVIATIONS = "\u00DF\u03C2\u200C\u200D";

	/** Prefix of IPv4-mapped IPv6 addresses (::ffff:0:0/96). */
	private static final byte[] MAPPED = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1 };

	/** ATYP, address and port in their wire format; most addresses are only sent. */
	private final byte[] encoded;

	private Address(byte[] encoded) {
		this.encoded = encoded;
	}

	private static Address of(byte type, byte[] host, int port) {
		ByteBuffer out = ByteBuffer.allocate(((type == NAME) ? 4 : 3) + host.length).put(type);
		if (type == NAME) {
			out.put((byte) host.length);
		}
		return new Address(out.put(host).putShort((short) port).array());
	}

	/** The JDK reads ::ffff:a.b.c.d as the IPv4 address that it means. */
	private static Address of(byte[] address, int port) {
		return of((address.length == 4) ? IPV4 : IPV6, address, port);
	}

	/**
	 * Reads ATYP BND.ADDR BND.PORT. An IPv4-mapped IPv6 address becomes the IPv4 address
	 * that it stands for, which is the one that the JDK compares with.
	 * @param encoded the whole address and nothing else; not copied
	 */
	static Address decode(byte[] encoded) {
		boolean mapped = encoded[0] == IPV6 && Arrays.equals(encoded, 1, 1 + MAPPED.length, MAPPED, 0, MAPPED.length);
		if (!mapped) {
			return new Address(encoded);
		}
		byte[] unmapped = Arrays.copyOfRange(encoded, MAPPED.length, encoded.length);
		unmapped[0] = IPV4;
		return new Address(unmapped);
	}

	/**
	 * Reads a host as users write it. A literal becomes an address, anything else a name,
	 * non-ASCII ones as A-labels.
	 * @param host name, IPv4 literal, or IPv6 literal with or without brackets
	 * @param port 0 to 65535
	 * @return the address
	 * @throws IllegalArgumentException if the host is none of them or cannot be sent
	 */
	public static Address of(String host, int port) {
		if ((host.startsWith("[") && host.endsWith("]")) || host.indexOf(':') >= 0) {
			return of(ipv6(host), port);
		}
		String name = toAscii(host);
		requireSendable(host, name);
		if (!endsInNumber(name)) {
			return of(NAME, name.getBytes(StandardCharsets.US_ASCII), port);
		}
		byte[] literal = ipv4(name);
		if (literal == null) {
			throw refused(host, "ends in a number and is no IPv4 address of four decimal numbers; write it out");
		}
		return of(IPV4, literal, port);
	}

	/**
	 * An address as it is.
	 * @param address without a zone id
	 * @param port 0 to 65535
	 * @return the address
	 * @throws IllegalArgumentException if it has a zone id
	 */
	public static Address of(InetAddress address, int port) {
		if (address instanceof Inet6Address scoped && scoped.getScopeId() != 0) {
			throw refused(address.getHostAddress(), "has a zone id, which means nothing to a proxy; leave it out");
		}
		return of(address.getAddress(), port);
	}

	private static String toAscii(String host) {
		if (host.length() > 255) {
			throw refused(host, "has %d characters, a name has at most 255".formatted(host.length()));
		}
		if (isAscii(host)) {
			return host;
		}
		if (host.chars().anyMatch((c) -> DEVIATIONS.indexOf(c) >= 0)) {
			throw refused(host, "has a character whose meaning changed between IDNA 2003 and 2008;"
					+ " write the label in its ASCII form (xn--...)");
		}
		try {
			return IDN.toASCII(host);
		}
		catch (RuntimeException ex) { // JDK 25 has another one for what is too long
			throw refused(host, "has no ASCII form by IDNA 2003; write it in that form (xn--...)");
		}
	}

	// Each dial of a name passes through these: a stream would allocate more than a name.

	private static boolean isAscii(String host) {
		for (int i = 0; i < host.length(); i++) {
			if (host.charAt(i) >= 0x80) {
				return false;
			}
		}
		return true;
	}

	private static boolean hasForbidden(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c < 0x20 || FORBIDDEN.indexOf(c) >= 0) {
				return true;
			}
		}
		return false;
	}

	private static void requireSendable(String host, String name) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("the host is empty");
		}
		if (name.length() > 255) {
			throw refused(host, "has %d bytes, a name has at most 255".formatted(name.length()));
		}
		if (hasForbidden(name)) {
			throw refused(host, "has a character that no host name can have");
		}
	}

	/** The rule by which browsers tell an address from a name (WHATWG URL, 3.5). */
	private static boolean endsInNumber(String name) {
		int end = name.endsWith(".") ? name.length() - 1 : name.length();
		int start = name.lastIndexOf('.', end - 1) + 1;
		if (name.startsWith("0x", start) || name.startsWith("0X", start)) {
			return isNumber(name, start + 2, end, 16);
		}
		return start < end && isNumber(name, start, end, 10);
	}

	private static boolean isNumber(String name, int start, int end, int radix) {
		for (int i = start; i < end; i++) {
			if (Character.digit(name.charAt(i), radix) < 0) {
				return false;
			}
		}
		return true;
	}

	private static byte @Nullable [] ipv4(String name) {
		String[] parts = name.split("\\.", -1);
		if (parts.length != 4) {
			return null;
		}
		byte[] literal = new byte[4];
		for (int i = 0; i < 4; i++) {
			if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
				return null;
			}
			literal[i] = (byte) Integer.parseInt(parts[i]);
		}
		return literal;
	}

	private static byte[] ipv6(String host) {
		String text = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		if (text.indexOf('%') >= 0) {
			throw refused(host, "has a zone id, which means nothing to a proxy; leave it out");
		}
		// InetAddress would look up a name, so only text that cannot be one gets there.
		if (text.matches("[0-9A-Fa-f:][0-9A-Fa-f:.]*") && text.indexOf(':') >= 0) {
			try {
				return InetAddress.getByName(text).getAddress();
			}
			catch (UnknownHostException ex) {
				throw refused(host, "is no IPv6 address");
			}
		}
		throw refused(host, "is no IPv6 address");
	}

	private static IllegalArgumentException refused(String host, String why) {
		return new IllegalArgumentException("host '%s' %s".formatted(EscapedText.of(host), why));
	}

	/**
	 * Whether it is a name, which the proxy has to resolve.
	 * @return whether it is a name
	 */
	public boolean isName() {
		return encoded[0] == NAME;
	}

	/**
	 * Whether it is an IPv4 address.
	 * @return whether it is an IPv4 address
	 */
	public boolean isIpv4() {
		return encoded[0] == IPV4;
	}

	/**
	 * The host as text: a name, or a literal without brackets. A name that the proxy sent
	 * may hold any byte, so it is escaped; a name that can be sent has nothing to escape.
	 * @return the host, without a character that is not printable
	 */
	public String host() {
		return isName() ? EscapedText.of(new String(hostBytes(), StandardCharsets.ISO_8859_1), EscapedText.LONGEST_NAME)
				: inetAddress().getHostAddress();
	}

	/**
	 * The socket address, unresolved if this is a name.
	 * @return the socket address
	 */
	public InetSocketAddress toSocketAddress() {
		return isName() ? InetSocketAddress.createUnresolved(host(), port())
				: new InetSocketAddress(inetAddress(), port());
	}

	private InetAddress inetAddress() {
		try {
			byte[] host = hostBytes();
			// A mapped IPv6 address would become an IPv4 one.
			return isIpv6() ? Inet6Address.getByAddress(null, host, -1) : InetAddress.getByAddress(host);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean isIpv6() {
		return encoded[0] == IPV6;
	}

	byte[] hostBytes() {
		return Arrays.copyOfRange(encoded, isName() ? 2 : 1, encoded.length - 2);
	}

	int port() {
		return ByteBuffer.wrap(encoded).getShort(encoded.length - 2) & 0xFFFF;
	}

	/** How many bytes ATYP, address and port take. */
	int encodedLength() {
		return encoded.length;
	}

	/** ATYP DST.ADDR DST.PORT. */
	ByteBuffer encode(ByteBuffer out) {
		return out.put(encoded);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Address that && Arrays.equals(encoded, that.encoded);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(encoded);
	}

	@Override
	public String toString() {
		return (isIpv6() ? "[" + host() + "]" : EscapedText.of(host())) + ":" + port();
	}

}
