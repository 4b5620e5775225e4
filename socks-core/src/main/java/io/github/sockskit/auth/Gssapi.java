package io.github.sockskit.auth;

import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * GSSAPI (RFC 1961) with Kerberos: both sides prove who they are, and protect what they
 * send from then on. Immutable and thread-safe.
 *
 * <pre>{@code
 * SocksProxy proxy = SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
 *     .methods(Gssapi.builder().keytab(Path.of("/etc/app.keytab"), "app@EXAMPLE.COM").build())
 *     .build();
 * }</pre>
 *
 * Every dial logs in anew and asks the KDC for a ticket, within its budget, on a thread
 * of its own. The realm and its KDC are those of the JDK's {@code krb5.conf}; no system
 * property and no {@code login.conf} is read or set for this. Needs the JDK's modules
 * {@code java.security.jgss} and {@code jdk.security.auth}, which every JDK has.
 * <p>
 * Differs from the RFC in one point: delegation is not requested, since it would hand the
 * user's own ticket to the proxy. Goes with {@code connect} and {@code bind}; datagrams
 * are not encapsulated, and UDP ASSOCIATE is refused.
 */
public final class Gssapi implements AuthMethod {

	/**
	 * How messages are protected, from weak to strong (RFC 1961, section 4).
	 */
	public enum Protection {

		/**
		 * Not at all: authentication only, then all is as without. Not in the RFC, but
		 * Dante's "clear".
		 */
		NONE(0),

		/**
		 * They can be read, but not changed.
		 */
		INTEGRITY(1),

		/**
		 * They can neither be read nor changed.
		 */
		CONFIDENTIALITY(2);

		private final byte level;

		Protection(int level) {
			this.level = (byte) level;
		}

		byte level() {
			return level;
		}

	}

	private final String service;

	private final Protection protection;

	private final KerberosLogin login;

	private Gssapi(Builder builder) {
		this.service = builder.service;
		this.protection = builder.protection;
		this.login = new KerberosLogin(builder.principal, builder.keytab, builder.ticketCache);
	}

	/**
	 * Begins the description of a method: the user's own tickets, the service
	 * {@code rcmd}, and confidentiality.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public int number() {
		return 1;
	}

	@Override
	public SubNegotiation begin(String proxyHost) {
		String peer = service + "@" + proxyHost;
		return new GssapiNegotiation(peer, protection, () -> login.contextWith(peer));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Gssapi that && service.equals(that.service) && protection == that.protection
				&& login.equals(that.login);
	}

	@Override
	public int hashCode() {
		return Objects.hash(service, protection, login);
	}

	/**
	 * Service, protection and login, safe to log.
	 */
	@Override
	public String toString() {
		return "GSSAPI[%s, %s, %s]".formatted(service, protection, login);
	}

	/**
	 * Describes a method. Not thread-safe.
	 */
	public static final class Builder {

		private String service = "rcmd";

		private Protection protection = Protection.CONFIDENTIALITY;

		private @Nullable String principal;

		private @Nullable Path keytab;

		private @Nullable Path ticketCache;

		private Builder() {
		}

		/**
		 * Sets the service whose name, with the proxy's host behind it, the proxy has to
		 * prove: {@code rcmd/proxy.example@REALM}. The host is what the proxy was
		 * configured with. {@code rcmd} unless set, as in Dante.
		 * @param service the first part of the principal's name
		 * @return this
		 */
		public Builder service(String service) {
			this.service = service;
			return this;
		}

		/**
		 * Sets the protection that is asked for. A proxy that chooses a stronger one has
		 * its way, one that chooses a weaker one is left, without a request.
		 * Confidentiality unless set.
		 * @param protection the least that will do
		 * @return this
		 */
		public Builder protection(Protection protection) {
			this.protection = protection;
			return this;
		}

		/**
		 * Logs in with a key of a keytab. Unless set, the user's tickets are taken.
		 * @param keytab the file
		 * @param principal whose key, such as {@code app@EXAMPLE.COM}
		 * @return this
		 */
		public Builder keytab(Path keytab, String principal) {
			this.keytab = keytab;
			this.principal = principal;
			this.ticketCache = null;
			return this;
		}

		/**
		 * Takes the tickets in a file. Unless set, it is the one that {@code kinit}
		 * writes: {@code KRB5CCNAME} of the environment, or the JDK's default.
		 * @param ticketCache the file
		 * @return this
		 */
		public Builder ticketCache(Path ticketCache) {
			this.ticketCache = ticketCache;
			this.keytab = null;
			this.principal = null;
			return this;
		}

		/**
		 * Checks everything and describes the method. Nothing is read or asked yet.
		 * @return the method
		 * @throws IllegalArgumentException if service or principal cannot be one
		 * @throws IllegalStateException if the JDK's GSSAPI is not there
		 */
		public Gssapi build() {
			if (service.isEmpty() || service.indexOf('@') >= 0 || service.indexOf('/') >= 0) {
				throw new IllegalArgumentException(
						"the service is \"%s\"; write its name alone, such as rcmd".formatted(service));
			}
			if (principal != null && principal.isEmpty()) {
				throw new IllegalArgumentException("the principal is empty; write one like app@EXAMPLE.COM");
			}
			try {
				Class.forName("org.ietf.jgss.GSSManager");
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(
						"the JDK's GSSAPI is not there; add the modules java.security.jgss and jdk.security.auth", ex);
			}
			return new Gssapi(this);
		}

	}

}
