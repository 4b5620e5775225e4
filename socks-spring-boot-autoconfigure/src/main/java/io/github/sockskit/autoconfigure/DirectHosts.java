package io.github.sockskit.autoconfigure;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.github.sockskit.autoconfigure.SocksProxyProperties.Loopback;

/**
 * The hosts that are connected to directly. Decides by what is written, and never looks a
 * name up: that would tell the local DNS what only the proxy is to know. Immutable.
 */
final class DirectHosts implements Predicate<String> {

	/** The unspecified address means this machine too. */
	private static final List<String> LOOPBACK = List.of("localhost", "*.localhost", "127.0.0.0/8", "::1", "0.0.0.0",
			"::");

	/** The last label is no number: that would be a broken address. */
	private static final Pattern NAME = Pattern.compile("([a-z0-9_-]+\\.)*(?!\\d+$)[a-z0-9_-]+");

	private static final Pattern SUFFIX = Pattern.compile("\\*?\\.(" + NAME + ")");

	private final Set<String> names = new HashSet<>();

	private final List<String> suffixes = new ArrayList<>();

	private final List<AddressBlock> blocks = new ArrayList<>();

	private final String description;

	/**
	 * @throws SocksConfigurationException if an entry is none of the known kinds
	 */
	DirectHosts(List<String> nonProxyHosts, Loopback loopback) {
		List<String> shown = new ArrayList<>();
		if (loopback == Loopback.DIRECT) {
			LOOPBACK.forEach(this::add);
			shown.add("loopback");
		}
		for (int i = 0; i < nonProxyHosts.size(); i++) {
			String entry = nonProxyHosts.get(i);
			if (!add(entry)) {
				throw SocksConfigurationException.property("socks.proxy.non-proxy-hosts[%d]".formatted(i),
						"'%s' is neither a name, nor a suffix, an address or a CIDR block".formatted(entry),
						"Write a name (intra.example), a suffix (*.intra.example), an address (10.0.0.1) "
								+ "or a CIDR block (10.0.0.0/8, fd00::/8), without a port, and names in ASCII.");
			}
			shown.add(entry);
		}
		this.description = shown.isEmpty() ? "nothing" : String.join(", ", shown);
	}

	private boolean add(String entry) {
		String text = normalise(entry);
		AddressBlock block = AddressBlock.parse(text);
		if (block != null) {
			return blocks.add(block);
		}
		if (SUFFIX.matcher(text).matches()) {
			return suffixes.add(text.substring(text.indexOf('.')));
		}
		if (NAME.matcher(text).matches()) {
			names.add(text);
			return true;
		}
		return false;
	}

	private static String normalise(String host) {
		String text = host.strip().toLowerCase(Locale.ROOT);
		return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
	}

	/**
	 * Whether a host is connected to directly.
	 * @param host a name or literal as it stands in a URI, or without brackets
	 */
	@Override
	public boolean test(String host) {
		InetAddress address = AddressBlock.literal(host);
		if (address != null) {
			return blocks.stream().anyMatch((block) -> block.contains(address));
		}
		String name = normalise(host);
		return names.contains(name) || suffixes.stream().anyMatch(name::endsWith);
	}

	/**
	 * For the line at start.
	 */
	@Override
	public String toString() {
		return description;
	}

}
