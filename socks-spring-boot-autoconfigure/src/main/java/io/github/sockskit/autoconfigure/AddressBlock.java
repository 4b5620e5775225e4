package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The addresses that share a prefix (CIDR). A single address is a block with its whole
 * length as prefix.
 *
 * @param network an address of the block, IPv4-mapped ones as IPv4
 * @param prefix how many bits are common
 */
record AddressBlock(InetAddress network, int prefix) {

	private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

	/**
	 * Reads {@code address} or {@code address/prefix}.
	 * @return {@code null} if it is neither
	 */
	static @Nullable AddressBlock parse(String text) {
		int slash = text.indexOf('/');
		InetAddress address = literal((slash < 0) ? text : text.substring(0, slash));
		if (address == null) {
			return null;
		}
		int length = address.getAddress().length * 8;
		if (slash < 0) {
			return new AddressBlock(address, length);
		}
		String prefix = text.substring(slash + 1);
		boolean valid = prefix.matches("\\d{1,3}") && Integer.parseInt(prefix) <= length;
		return valid ? new AddressBlock(address, Integer.parseInt(prefix)) : null;
	}

	/**
	 * An address literal, an IPv6 one with or without brackets; a zone is ignored. Never
	 * looks a name up.
	 * @return {@code null} if it is none
	 */
	static @Nullable InetAddress literal(String host) {
		boolean ipv6 = host.indexOf(':') >= 0;
		if (!ipv6 && !IPV4.matcher(host).matches()) {
			return null;
		}
		String bare = host.replaceFirst("^\\[(.*)]$", "$1").replaceFirst("%.*$", "");
		try {
			// In brackets nothing is taken for a name.
			return InetAddress.getByName(ipv6 ? "[" + bare + "]" : bare);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	boolean contains(InetAddress address) {
		byte[] ours = network.getAddress();
		byte[] theirs = address.getAddress();
		if (ours.length != theirs.length) {
			return false;
		}
		for (int bit = 0; bit < prefix; bit += 8) {
			int mask = 0xFF00 >> Math.min(8, prefix - bit) & 0xFF;
			if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
				return false;
			}
		}
		return true;
	}

}
