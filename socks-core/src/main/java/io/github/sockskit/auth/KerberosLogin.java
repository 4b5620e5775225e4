package io.github.sockskit.auth;

import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.Map;

import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * Who this side is to Kerberos. Talks to the KDC, and blocks while it does.
 *
 * @param principal the owner of the key, {@code null} with tickets
 * @param keytab where the key is, {@code null} with tickets
 * @param ticketCache where tickets are, {@code null} for where they are by default
 */
record KerberosLogin(@Nullable String principal, @Nullable Path keytab, @Nullable Path ticketCache) {

	private static final String KERBEROS = "1.2.840.113554.1.2.2";

	/**
	 * Logs in, and prepares to talk to a service. The context holds its credentials, so
	 * it needs no {@code Subject} around its calls.
	 * @param peer service@host
	 */
	GSSContext contextWith(String peer) throws AuthException {
		Subject subject = logIn();
		PrivilegedExceptionAction<GSSContext> preparation = () -> {
			GSSManager manager = GSSManager.getInstance();
			Oid kerberos = new Oid(KERBEROS);
			GSSCredential credential = manager.createCredential(null, GSSCredential.DEFAULT_LIFETIME, kerberos,
					GSSCredential.INITIATE_ONLY);
			GSSName name = manager.createName(peer, GSSName.NT_HOSTBASED_SERVICE);
			GSSContext context = manager.createContext(name, kerberos, credential, GSSContext.DEFAULT_LIFETIME);
			context.requestMutualAuth(true);
			context.requestReplayDet(true);
			context.requestSequenceDet(true);
			context.requestInteg(true);
			context.requestConf(true);
			return context;
		};
		try {
			return Subject.doAs(subject, preparation);
		}
		catch (PrivilegedActionException ex) {
			Throwable cause = (ex.getCause() instanceof GSSException) ? ex.getCause() : ex;
			throw AuthException.failed("Kerberos, with %s: %s".formatted(this, cause.getMessage()), cause);
		}
	}

	private Subject logIn() throws AuthException {
		Subject subject = new Subject();
		try {
			new LoginContext("socks", subject, null, new Krb5Configuration(options())).login();
			return subject;
		}
		catch (LoginException ex) {
			throw AuthException.failed(
					"no Kerberos login with %s: %s; %s".formatted(this, String.valueOf(ex.getMessage()).strip(),
							(keytab == null) ? "get a ticket with kinit, or set a keytab and its principal"
									: "check that the keytab has a key of the principal, and that the KDC knows it"),
					ex);
		}
	}

	private Map<String, String> options() {
		Map<String, String> options = new HashMap<>();
		options.put("doNotPrompt", "true");
		if (keytab != null && principal != null) {
			options.put("useKeyTab", "true");
			options.put("keyTab", keytab.toString());
			options.put("principal", principal);
		}
		else {
			options.put("useTicketCache", "true");
			if (ticketCache != null) {
				options.put("ticketCache", ticketCache.toString());
			}
		}
		return options;
	}

	@Override
	public String toString() {
		return (keytab != null) ? "the key of %s in %s".formatted(principal, keytab)
				: (ticketCache != null) ? "the tickets in " + ticketCache : "the user's tickets";
	}

	private static final class Krb5Configuration extends Configuration {

		private final AppConfigurationEntry entry;

		Krb5Configuration(Map<String, String> options) {
			this.entry = new AppConfigurationEntry("com.sun.security.auth.module.Krb5LoginModule",
					LoginModuleControlFlag.REQUIRED, options);
		}

		@Override
		public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
			return new AppConfigurationEntry[] { entry };
		}

	}

}
