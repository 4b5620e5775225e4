package io.github.sockskit.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.sockskit.DnsMode;
import io.github.sockskit.HandshakeMode;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.auth.Gssapi.Protection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * SOCKS proxy of this application. What is {@code null} was not set; the defaults of
 * these are applied where they are used, because they may not stand beside the URI.
 *
 * @param enabled Whether the application uses the proxy.
 * @param uri Proxy as socks5://user:password@host:port?timeout=5s; the scheme is socks4,
 * socks4a or socks5, user and password are percent-encoded. A proxy that listens on a
 * unix-domain socket is socks5://localhost/path. Replaces version, host, port, username
 * and password.
 * @param version Version of the SOCKS protocol to speak.
 * @param host Name or address of the proxy.
 * @param port Port of the proxy.
 * @param username User name of SOCKS5, or user id of SOCKS4 and SOCKS4A.
 * @param password Password of SOCKS5, together with the user name. May be empty. Quote it
 * in YAML if it consists of digits.
 * @param ssl TLS to the proxy.
 * @param gssapi Authentication with GSSAPI (Kerberos).
 * @param through Proxies through which the proxy is reached, as URIs, the first one to
 * connect to first.
 * @param connectTimeout Time limit for looking up the proxy, connecting to it and its
 * handshake together; of the whole way if there are other proxies before it. Where the
 * client has a connect timeout of its own, the shorter one counts; the default applies
 * where neither is set.
 * @param dns Where the names of targets are looked up.
 * @param handshake How the messages of a SOCKS5 handshake leave; those of the proxies
 * before it, too. Not for WebClient, whose messages leave step by step.
 * @param optimistic Whether a request is sent without waiting for the proxy to grant the
 * connection, which saves a round trip on each. Not for proxies that lose what comes
 * early, as microsocks does. If there are other proxies before it, they are waited for.
 * Clients on Reactor Netty always wait.
 * @param nonProxyHosts Hosts to connect to directly: exact names, '*.suffix' or
 * '.suffix', addresses, and CIDR blocks. Names are not looked up for this.
 * @param loopback What happens to calls to this machine (localhost, 127.0.0.0/8, ::1 and
 * the like).
 * @param http HTTP clients.
 * @param unsupportedClients What to do when the application uses an HTTP client that
 * cannot be routed through the proxy.
 */
@ConfigurationProperties("socks.proxy")
record SocksProxyProperties(@DefaultValue("true") boolean enabled, @Nullable String uri, @Nullable SocksVersion version,
		@Nullable String host, @Nullable Integer port, @Nullable String username, @Nullable String password,
		@DefaultValue Ssl ssl, @DefaultValue Gssapi gssapi, @DefaultValue List<String> through,
		@Nullable Duration connectTimeout, @DefaultValue("auto") DnsMode dns,
		@DefaultValue("adaptive") HandshakeMode handshake, @DefaultValue("false") boolean optimistic,
		@DefaultValue List<String> nonProxyHosts, @DefaultValue("direct") Loopback loopback, @DefaultValue Http http,
		@DefaultValue("fail") UnsupportedClients unsupportedClients) {

	/** What of a URI may be shown though it could not be read. */
	private static final Pattern SHOWABLE = Pattern.compile(
			"(?<scheme>[a-zA-Z0-9]+://)?(?:.*@)?(?<rest>[\\w.-]*(?::\\d{0,5}|(?<=localhost)/[\\w./-]*)?(?:\\?timeout=[\\w.]*)?)");

	/**
	 * A proxy's URI without its user info. What could be part of a credential, in a URI
	 * that is malformed, is not shown either.
	 */
	static String redact(String uri) {
		Matcher matcher = SHOWABLE.matcher(uri);
		if (!matcher.matches()) {
			return "***";
		}
		String scheme = matcher.group("scheme");
		return ((scheme != null) ? scheme : "") + (uri.contains("@") ? "***@" : "") + matcher.group("rest");
	}

	/** The generated one would print the password. */
	@Override
	public String toString() {
		return "socks.proxy[enabled=%s, uri=%s, version=%s, host=%s, port=%s, username=%s, password=%s, through=%s, dns=%s, handshake=%s, optimistic=%s]"
			.formatted(enabled, (uri != null) ? redact(uri) : null, version, host, port, username,
					(password != null) ? "***" : null, through.stream().map(SocksProxyProperties::redact).toList(), dns,
					handshake, optimistic);
	}

	/**
	 * TLS to the proxy.
	 *
	 * @param enabled Whether to speak TLS to the proxy. Enabled if a bundle is set,
	 * unless specified otherwise.
	 * @param bundle SSL bundle with the certificates to trust and to show. Without one,
	 * those of the JVM.
	 */
	record Ssl(@Nullable Boolean enabled, @Nullable String bundle) {

		boolean use() {
			return (enabled != null) ? enabled : StringUtils.hasText(bundle);
		}

	}

	/**
	 * Authentication with GSSAPI (RFC 1961) and Kerberos.
	 *
	 * @param enabled Whether to authenticate with GSSAPI. Enabled if any other of these
	 * properties is set, unless specified otherwise.
	 * @param service Kerberos service of the proxy, without its host.
	 * @param protection Least protection of what is sent and received.
	 * @param keytab File with the key of the principal. Without one, there have to be
	 * tickets.
	 * @param principal Who the application is, with a key in the keytab.
	 * @param ticketCache File with tickets. Without one, those of the user are taken.
	 */
	record Gssapi(@Nullable Boolean enabled, @Nullable String service, @Nullable Protection protection,
			@Nullable Path keytab, @Nullable String principal, @Nullable Path ticketCache) {

		/** A placeholder without a value sets nothing. */
		Gssapi {
			service = StringUtils.hasText(service) ? service : null;
			principal = StringUtils.hasText(principal) ? principal : null;
		}

		boolean use() {
			return (enabled != null) ? enabled
					: Stream.of(service, protection, keytab, principal, ticketCache).anyMatch(Objects::nonNull);
		}

	}

	/**
	 * HTTP clients.
	 *
	 * @param mode Which of the HTTP clients that Spring Boot configures go through the
	 * proxy.
	 * @param groups HTTP service groups that go through the proxy in mode 'qualified'.
	 */
	record Http(@DefaultValue("all") Mode mode, @DefaultValue List<String> groups) {

		enum Mode {

			/** Every client that Boot configures. */
			ALL,

			/** Clients that are asked for by qualifier, and the named groups. */
			QUALIFIED,

			/** None. */
			NONE

		}

	}

	enum Loopback {

		/** Past the proxy, as calls to oneself and tests need it. */
		DIRECT,

		/** To the proxy: its localhost is meant. */
		PROXY

	}

	enum UnsupportedClients {

		/** The application does not start. */
		FAIL,

		/** A warning is logged; the client connects directly. */
		WARN,

		/** Nothing is said; the client connects directly. */
		IGNORE;

		private static final Log logger = LogFactory.getLog(SocksProxyProperties.class);

		void handle(SocksConfigurationException problem) {
			switch (this) {
				case FAIL -> throw problem;
				case WARN -> logger.warn(problem.getMessage());
				case IGNORE -> {
				}
			}
		}

	}

}
