package io.github.sockskit;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text to {@link SocksProxy}. {@code java.net.URI} finds no host in
 * {@code socks5://my_proxy}, and prints its input, password included, when it fails.
 */
final class SocksUri {

	private static final Pattern DURATION_PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(h|ms|m|s|us|µs|ns)");

	private SocksUri() {
	}

	static String scheme(SocksVersion version) {
		return version.name().toLowerCase(Locale.ROOT);
	}

	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	static SocksProxy parse(String uri) {
		int schemeEnd = uri.indexOf("://");
		if (schemeEnd < 0) {
			throw new IllegalArgumentException("the proxy's URI has no scheme; write socks5://host:port");
		}
		SocksVersion version = version(uri.substring(0, schemeEnd));
		String rest = uri.substring(schemeEnd + 3);

		// The last @, since a password may hold one; before a ?, since it may hold that
		// too.
		int hostStart = rest.lastIndexOf('@') + 1;
		int queryStart = rest.indexOf('?', hostStart);
		String authority = rest.substring(hostStart, (queryStart < 0) ? rest.length() : queryStart);
		if (authority.endsWith("/")) {
			authority = authority.substring(0, authority.length() - 1);
		}

		SocksProxy.Builder proxy = (authority.indexOf('/') < 0) ? hostAndPort(version, authority)
				: path(version, authority);
		if (hostStart > 0) {
			credentials(proxy, version, rest.substring(0, hostStart - 1));
		}
		if (queryStart >= 0) {
			parameters(proxy, rest.substring(queryStart + 1));
		}
		return proxy.build();
	}

	private static SocksVersion version(String scheme) {
		return switch (scheme.toLowerCase(Locale.ROOT)) {
			case "socks4" -> SocksVersion.SOCKS4;
			case "socks4a" -> SocksVersion.SOCKS4A;
			case "socks5", "socks5h" -> SocksVersion.SOCKS5;
			default -> throw new IllegalArgumentException(
					"unknown scheme of the proxy's URI; write socks4, socks4a, socks5 or socks5h");
		};
	}

	private static SocksProxy.Builder hostAndPort(SocksVersion version, String authority) {
		int portStart = authority.indexOf(':', authority.lastIndexOf(']') + 1);
		if (portStart >= 0 && authority.indexOf(':', portStart + 1) >= 0) {
			throw new IllegalArgumentException("an IPv6 address in the proxy's URI needs brackets around it");
		}
		String host = (portStart < 0) ? authority : authority.substring(0, portStart);
		if (host.isEmpty()) {
			throw new IllegalArgumentException("the proxy's URI has no host");
		}
		int port = (portStart < 0) ? SocksProxy.DEFAULT_PORT : port(authority.substring(portStart + 1));
		SocksProxy.Builder proxy = SocksProxy.builder(version, host.replace("%25", "%"), port);
		requireHost(proxy, host);
		return proxy;
	}

	/** What stands in its place may be a part of a password, so it is never shown. */
	private static void requireHost(SocksProxy.Builder proxy, String host) {
		boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') >= 0;
		if (bracketed || host.matches("[^\\[\\]%]+")) {
			try {
				proxy.build();
				return;
			}
			catch (IllegalArgumentException ex) {
				// its message shows the host
			}
		}
		throw new IllegalArgumentException("the host of the proxy's URI is neither a name nor an address;"
				+ " an address is written out, an IPv6 one in brackets, and the @ before it as it is");
	}

	/** As curl writes a unix-domain socket. */
	private static SocksProxy.Builder path(SocksVersion version, String authority) {
		int start = authority.indexOf('/');
		if (!authority.substring(0, start).equalsIgnoreCase("localhost")) {
			throw new IllegalArgumentException(
					"the proxy's URI has a path, which goes with localhost and no port; a / in the password is written %2F");
		}
		try {
			return SocksProxy.builder(version, Path.of(decoded("path", authority.substring(start))));
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("the path of the proxy's URI is none: " + ex.getReason());
		}
	}

	private static int port(String text) {
		int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
		if (port < 1 || port > 0xFFFF) {
			throw new IllegalArgumentException("the port of the proxy's URI is no number in 1..65535");
		}
		return port;
	}

	private static void credentials(SocksProxy.Builder proxy, SocksVersion version, String userInfo) {
		if (userInfo.matches("(?s).*@.*\\?.*")) {
			throw new IllegalArgumentException(
					"the proxy's URI has an @ behind a ?, so where its host begins is unclear;"
							+ " in user and password they are written %40 and %3F");
		}
		int passwordStart = userInfo.indexOf(':') + 1;
		proxy.username(decoded("user", (passwordStart == 0) ? userInfo : userInfo.substring(0, passwordStart - 1)));
		if (passwordStart > 0) {
			proxy.password(decoded("password", userInfo.substring(passwordStart)));
		}
		else if (version == SocksVersion.SOCKS5) {
			throw new IllegalArgumentException(
					"the proxy's URI has a user without a password; write user:@ for an empty one");
		}
	}

	private static String decoded(String part, String text) {
		ByteBuffer bytes = ByteBuffer.allocate(text.length() * 4);
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '%') {
				if (!text.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*")) {
					throw new IllegalArgumentException(
							"the %s of the proxy's URI has a %% without two hexadecimal digits; a %% itself is written %%25"
								.formatted(part));
				}
				bytes.put((byte) Integer.parseInt(text.substring(i + 1, i + 3), 16));
				i += 2;
			}
			else {
				int end = Character.isHighSurrogate(c) ? Math.min(i + 2, text.length()) : i + 1;
				bytes.put(StandardCharsets.UTF_8.encode(CharBuffer.wrap(text, i, end)));
				i = end - 1;
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("the %s of the proxy's URI is no UTF-8 when decoded".formatted(part));
		}
	}

	private static void parameters(SocksProxy.Builder proxy, String query) {
		if (!query.startsWith("timeout=") || query.indexOf('&') >= 0) {
			throw new IllegalArgumentException(
					"the proxy's URI knows one parameter, timeout, once; a ? in the password is written %3F");
		}
		proxy.timeout(duration(query.substring("timeout=".length())));
	}

	/** As Go writes durations: one or more numbers, each with its unit. */
	private static Duration duration(String text) {
		Matcher part = DURATION_PART.matcher(text);
		double nanos = 0;
		int end = 0;
		while (part.find() && part.start() == end) {
			nanos += Double.parseDouble(part.group(1)) * nanosOf(part.group(2));
			end = part.end();
		}
		if (end != text.length() || Math.round(nanos) <= 0) {
			throw new IllegalArgumentException(
					"the timeout of the proxy's URI is no duration longer than 0; write one like 300ms, 5s or 1m30s");
		}
		return Duration.ofNanos(Math.round(nanos));
	}

	private static double nanosOf(String unit) {
		return switch (unit) {
			case "h" -> 3600e9;
			case "m" -> 60e9;
			case "s" -> 1e9;
			case "ms" -> 1e6;
			case "ns" -> 1;
			default -> 1e3;
		};
	}

}
