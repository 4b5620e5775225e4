package io.github.sockskit.internal.protocol;

/**
 * Guesses from the first byte of a reply which protocol a peer speaks, if it is not the
 * expected version of SOCKS.
 */
final class ForeignProtocol {

	private ForeignProtocol() {
	}

	static String shown(int first) {
		return (first > ' ' && first < 0x7F) ? "0x%02x ('%c')".formatted(first, first) : "0x%02x".formatted(first);
	}

	static String guess(int first) {
		return switch (first) {
			case 'H' -> "it looks like an HTTP server or an HTTP proxy";
			case 'S' -> "it looks like an SSH server";
			case '2', '4' -> "it looks like a mail or FTP server";
			case 0x15, 0x16 -> "it looks like a TLS server, which takes a dialer with TLS";
			case 0, 4 -> "it looks like a SOCKS4 proxy, try version socks4a or socks4";
			case 5 -> "it looks like a SOCKS5 proxy, try version socks5";
			default -> "it does not look like a SOCKS proxy";
		};
	}

}
