package io.github.sockskit;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

import io.github.sockskit.auth.AuthMethod;
import io.github.sockskit.auth.UsernamePassword;
import io.github.sockskit.internal.protocol.Address;
import io.github.sockskit.internal.protocol.Socks4Handshake;
import org.jspecify.annotations.Nullable;

/**
 * A SOCKS proxy: where it is, which version it is spoken to in, and who asks. Immutable;
 * nothing is looked up or connected.
 */
public final class SocksProxy {

	static final List<AuthMethod> NO_AUTHENTICATION = List.of(AuthMethod.NONE);

	static final int DEFAULT_PORT = 1080;

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	private final SocksVersion version;

	private final HostAndPort address;

	/** {@code null} if the host has to be looked up. */
	private final @Nullable SocketAddress socketAddress;

	private final String lookUpName;

	private final @Nullable UnixDomainSocketAddress path;

	private final @Nullable String username;

	private final @Nullable String password;

	private final @Nullable Duration timeout;

	/** What is offered, the configured one first. */
	private final List<AuthMethod> methods;

	private SocksProxy(Builder builder) {
		this.version = builder.version;
		this.address = new HostAndPort(builder.host, builder.port);
		this.path = builder.path;
		if (address.port() == 0 && path == null) {
			throw new IllegalArgumentException("port 0 of the proxy is not in 1..65535");
		}
		Address host = Address.of(withoutZone(address.host()), address.port());
		boolean zoned = address.host().indexOf('%') >= 0;
		this.lookUpName = zoned ? address.host() : host.host();
		this.socketAddress = (path != null) ? path : (host.isName() || zoned) ? null : host.toSocketAddress();
		this.username = builder.username;
		this.password = builder.password;
		this.timeout = builder.timeout;
		this.methods = builder.methods.isEmpty() ? methods() : requireThatTheyGoTogether(builder.methods);
		if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
			throw new IllegalArgumentException("the timeout is %s, it has to be longer than 0".formatted(timeout));
		}
	}

	/** A zone id means something on the network here, where the proxy may be. */
	private static String withoutZone(String host) {
		return host.matches("[^%]*:[^%]*%[A-Za-z0-9._-]+") ? host.substring(0, host.indexOf('%')) : host;
	}

	private List<AuthMethod> methods() {
		requireCredentialsThatGoTogether();
		if (username == null || password == null) {
			if (username != null) {
				Socks4Handshake.requireUserId(username);
			}
			return NO_AUTHENTICATION;
		}
		return List.of(new UsernamePassword(username, password), AuthMethod.NONE);
	}

	private List<AuthMethod> requireThatTheyGoTogether(List<AuthMethod> methods) {
		if (version != SocksVersion.SOCKS5) {
			throw new IllegalArgumentException(version + " knows no authentication methods; use socks5");
		}
		if (username != null || password != null) {
			throw new IllegalArgumentException(
					"username or password and methods are set; add a UsernamePassword to the methods instead");
		}
		BitSet numbers = new BitSet();
		for (AuthMethod method : methods) {
			int number = method.number();
			if (number < 0 || number > 254) {
				throw new IllegalArgumentException("%s has number %d, not in 0..254".formatted(method, number));
			}
			if (numbers.get(number)) {
				throw new IllegalArgumentException("two methods have number %d".formatted(number));
			}
			numbers.set(number);
		}
		return methods;
	}

	private void requireCredentialsThatGoTogether() {
		if (username == null && password != null) {
			throw new IllegalArgumentException("a password is set, but no username");
		}
		if (username != null && username.isEmpty()) {
			throw new IllegalArgumentException("the username is empty");
		}
		if (username != null && password == null && version == SocksVersion.SOCKS5) {
			throw new IllegalArgumentException("a username is set, but no password; an empty one has to be given too");
		}
		if (password != null && version != SocksVersion.SOCKS5) {
			throw new IllegalArgumentException(
					version + " knows a user id, but no password; leave it out or use socks5");
		}
	}

	/**
	 * Reads {@code scheme://[user[:password]@]host[:port][?timeout=5s]}: the scheme is
	 * {@code socks4}, {@code socks4a}, {@code socks5} or {@code socks5h} (the same as
	 * {@code socks5}), the port 1080 unless given, an IPv6 literal stands in brackets,
	 * user and password are percent-decoded as UTF-8, and the timeout is written like
	 * {@code 300ms}, {@code 5s} or {@code 1m30s}. A proxy that is a unix-domain socket is
	 * written {@code scheme://[user[:password]@]localhost/path[?timeout=5s]}, the path
	 * percent-decoded too.
	 * @param uri the proxy
	 * @return the proxy
	 * @throws IllegalArgumentException if a part is wrong; the message names the part,
	 * and never shows user or password
	 */
	public static SocksProxy parse(String uri) {
		return SocksUri.parse(uri);
	}

	/**
	 * Begins the description of a proxy.
	 * @param version what to speak to it
	 * @param host its name or address
	 * @param port 1 to 65535
	 * @return a builder without credentials and with the default timeout
	 */
	public static Builder builder(SocksVersion version, String host, int port) {
		return new Builder(version, host, port);
	}

	/**
	 * Begins the description of a proxy that is a unix-domain socket of this machine.
	 * @param version what to speak to it
	 * @param path where it is
	 * @return a builder without credentials and with the default timeout
	 * @throws IllegalArgumentException if the path is not absolute, or not one of the
	 * default file system
	 */
	public static Builder builder(SocksVersion version, Path path) {
		if (!path.isAbsolute()) {
			throw new IllegalArgumentException("the path of the proxy is not absolute");
		}
		Builder builder = new Builder(version, "localhost", 0);
		builder.path = UnixDomainSocketAddress.of(path);
		return builder;
	}

	/**
	 * The version to speak.
	 * @return the version
	 */
	public SocksVersion version() {
		return version;
	}

	/**
	 * The proxy's host.
	 * @return name or literal, without brackets; {@code localhost} if it is a unix-domain
	 * socket
	 */
	public String host() {
		return address.host();
	}

	/**
	 * The proxy's port.
	 * @return 1 to 65535, or 0 if it is a unix-domain socket
	 */
	public int port() {
		return address.port();
	}

	/**
	 * The proxy's path, if it is a unix-domain socket.
	 * @return an absolute path, {@code null} if the proxy has host and port
	 */
	public @Nullable Path path() {
		return (path != null) ? path.getPath() : null;
	}

	HostAndPort address() {
		return address;
	}

	/** What a certificate is issued for: without zone id and trailing dot. */
	HostAndPort certifiedAddress() {
		String host = withoutZone(lookUpName);
		return new HostAndPort(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, address.port());
	}

	/** The host as it is looked up, non-ASCII labels as A-labels. */
	String lookUpName() {
		return lookUpName;
	}

	/** Where it is, {@code null} if that has to be looked up. */
	@Nullable SocketAddress socketAddress() {
		return socketAddress;
	}

	/**
	 * The user name (RFC 1929), or the user id of SOCKS4.
	 * @return {@code null} if none is set
	 */
	public @Nullable String username() {
		return username;
	}

	/**
	 * The password (RFC 1929). Not for logs.
	 * @return {@code null} if none is set, as always with SOCKS4 and SOCKS4A
	 */
	public @Nullable String password() {
		return password;
	}

	/**
	 * The budget of a dial: look-ups, connecting and the handshake together.
	 * @return 10 seconds unless set
	 */
	public Duration timeout() {
		return (timeout != null) ? timeout : DEFAULT_TIMEOUT;
	}

	/**
	 * Whether the timeout was set.
	 * @return {@code false} if {@link #timeout()} is the default
	 */
	public boolean hasTimeout() {
		return timeout != null;
	}

	/**
	 * The same proxy with another budget.
	 * @param timeout longer than 0
	 * @return a copy
	 * @throws IllegalArgumentException if the timeout is not longer than 0
	 */
	public SocksProxy withTimeout(Duration timeout) {
		return copy().timeout(timeout).build();
	}

	/**
	 * The same proxy with authentication methods, for SOCKS5 only.
	 * @param methods the ones to offer and no others, in order of preference, each with
	 * another number; the proxy selects
	 * @return a copy
	 * @throws IllegalArgumentException if this proxy has a user name, is not SOCKS5, or
	 * two methods have the same number
	 */
	public SocksProxy withMethods(AuthMethod... methods) {
		return copy().methods(methods).build();
	}

	private Builder copy() {
		Builder copy = builder(version, address.host(), address.port());
		copy.path = path;
		copy.username = username;
		copy.password = password;
		copy.timeout = timeout;
		if (hasMethodsOfItsOwn()) {
			copy.methods = methods;
		}
		return copy;
	}

	/**
	 * The same proxy for another use that must not share a path with others: Tor gives
	 * each user name and password circuits of its own (IsolateSOCKSAuth, which is its
	 * default), and accepts any.
	 * @param key what shares a path; neither a secret nor sent as it is
	 * @return a copy whose credentials are derived from the key: the same ones for the
	 * same key, in this process
	 * @throws IllegalStateException if this proxy has credentials or methods, or its
	 * version none
	 */
	public SocksProxy isolated(String key) {
		if (username != null || hasMethodsOfItsOwn() || version != SocksVersion.SOCKS5) {
			throw new IllegalStateException("%s has credentials of its own, or is not SOCKS5".formatted(this));
		}
		return copy().username("isolated").password(Isolation.password(key)).build();
	}

	/** Other than what user name and password, or their absence, come to. */
	boolean hasMethodsOfItsOwn() {
		return username == null && !methods.equals(NO_AUTHENTICATION);
	}

	List<AuthMethod> offeredMethods() {
		return methods;
	}

	/**
	 * The one for a handshake that leaves in one write: the first that is one.
	 * @throws IllegalArgumentException if it has to wait for the proxy
	 */
	AuthMethod methodToSendAhead() {
		AuthMethod first = methods.stream()
			.filter((method) -> method.number() != AuthMethod.NONE.number())
			.findFirst()
			.orElse(AuthMethod.NONE);
		if (!first.isPipelinable()) {
			throw new IllegalArgumentException(
					"%s cannot be sent ahead to %s: its messages depend on what the proxy says; use an adaptive handshake"
						.formatted(first, this));
		}
		return first;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof SocksProxy that && version == that.version && address.equals(that.address)
				&& Objects.equals(path, that.path) && Objects.equals(username, that.username)
				&& Objects.equals(password, that.password) && Objects.equals(timeout, that.timeout)
				&& methods.equals(that.methods);
	}

	@Override
	public int hashCode() {
		return Objects.hash(version, address, path, username, password, timeout, methods);
	}

	/**
	 * The URI, with {@code ***} for the password and without the timeout. Safe to log.
	 */
	@Override
	public String toString() {
		StringBuilder uri = new StringBuilder(SocksUri.scheme(version)).append("://");
		if (username != null) {
			uri.append(SocksUri.encoded(username));
			uri.append((password != null) ? ":***@" : "@");
		}
		uri.append(address);
		if (path != null) {
			path.getPath().forEach((name) -> uri.append('/').append(SocksUri.encoded(name.toString())));
		}
		return uri.toString();
	}

	/**
	 * Describes a proxy. Not thread-safe.
	 */
	public static final class Builder {

		private final SocksVersion version;

		private final String host;

		private final int port;

		private @Nullable UnixDomainSocketAddress path;

		private @Nullable String username;

		private @Nullable String password;

		private List<AuthMethod> methods = List.of();

		private @Nullable Duration timeout;

		private Builder(SocksVersion version, String host, int port) {
			this.version = Objects.requireNonNull(version, "version");
			this.host = Objects.requireNonNull(host, "host");
			this.port = port;
		}

		/**
		 * Sets the user name, or the user id of SOCKS4. None unless set.
		 * @param username 1 to 255 bytes of UTF-8
		 * @return this
		 */
		public Builder username(String username) {
			this.username = username;
			return this;
		}

		/**
		 * Sets the password, for SOCKS5 only, where it goes with a user name. None unless
		 * set.
		 * @param password 0 to 255 bytes of UTF-8
		 * @return this
		 */
		public Builder password(String password) {
			this.password = password;
			return this;
		}

		/**
		 * Sets the authentication methods, for SOCKS5 only, instead of user name and
		 * password. Unless set, user name and password are offered if there are such, and
		 * no authentication.
		 * @param methods the ones to offer and no others, in order of preference, each
		 * with another number; the proxy selects
		 * @return this
		 */
		public Builder methods(AuthMethod... methods) {
			this.methods = List.of(methods);
			return this;
		}

		/**
		 * Sets the budget of a dial: look-ups, connecting and the handshake together. 10
		 * seconds unless set.
		 * @param timeout longer than 0
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Checks everything and describes the proxy.
		 * @return the proxy
		 * @throws IllegalArgumentException if a part cannot be used or does not go with
		 * another; user and password are never shown
		 */
		public SocksProxy build() {
			return new SocksProxy(this);
		}

	}

}
