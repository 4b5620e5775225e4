package io.github.sockskit.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Kerberos realm of the tests' own, with MIT's KDC on a port of 127.0.0.1, while the
 * tests of a class run: a static field with {@code @RegisterExtension}. The JDK reads its
 * {@code krb5.conf} once, from where the build says that this JVM's is, so one class of a
 * JVM can have a realm.
 */
final class KerberosRealm implements BeforeAllCallback, AfterAllCallback {

	/** What a realm is made with. */
	static final String[] PROGRAMS = { "krb5kdc", "kdb5_util", "kadmin.local", "kinit" };

	static final String NAME = "INTEROP.INVALID";

	/** A realm whose KDC accepts connections and says nothing. */
	static final String SILENT = "SILENT.INVALID";

	static final String CLIENT = "client@" + NAME;

	/** In the keytab, but unknown to the KDC. */
	static final String FORMER_CLIENT = "former@" + NAME;

	/** In the keytab, in the realm with the silent KDC. */
	static final String CLIENT_OF_SILENT = "client@" + SILENT;

	/** A service that the KDC knows and the proxy does not. */
	static final String OTHER_SERVICE = "other";

	private static final Path JVM_CONFIGURATION = Path.of(System.getProperty("java.security.krb5.conf", "unset"));

	private Sandbox sandbox;

	private ServerSocket silent;

	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		sandbox = new Sandbox();
		silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		int port = Sandbox.freePort();
		configure(port);
		run("kdb5_util", "create", "-r", NAME, "-s", "-P", "master of a test");
		for (String principal : new String[] { "rcmd/127.0.0.1", "rcmd/localhost", OTHER_SERVICE + "/127.0.0.1", CLIENT,
				FORMER_CLIENT, CLIENT_OF_SILENT }) {
			admin("addprinc -randkey " + principal);
		}
		admin("ktadd -k %s rcmd/127.0.0.1 rcmd/localhost".formatted(serviceKeytab()));
		admin("ktadd -k %s %s %s %s".formatted(keytab(), CLIENT, FORMER_CLIENT, CLIENT_OF_SILENT));
		admin("delprinc -force " + FORMER_CLIENT);
		sandbox.start("env", words("krb5kdc", "-n", "-P", sandbox.path("kdc.pid").toString()));
		sandbox.awaitListening(port);
		run("kinit", "-k", "-t", keytab().toString(), "-c", ticketCache().toString(), CLIENT);
	}

	private void configure(int port) throws IOException {
		String configuration = """
				[libdefaults]
				  default_realm = %1$s
				  dns_lookup_realm = false
				  dns_lookup_kdc = false
				  dns_canonicalize_hostname = false
				  rdns = false
				  udp_preference_limit = 1
				[realms]
				  %1$s = {
				    kdc = 127.0.0.1:%2$d
				  }
				  %3$s = {
				    kdc = 127.0.0.1:%4$d
				  }
				""".formatted(NAME, port, SILENT, silent.getLocalPort());
		sandbox.write("krb5.conf", configuration);
		Files.writeString(JVM_CONFIGURATION, configuration);
		sandbox.write("kdc.conf", """
				[kdcdefaults]
				  kdc_listen = 127.0.0.1:%1$d
				  kdc_tcp_listen = 127.0.0.1:%1$d
				[realms]
				  %2$s = {
				    database_name = %3$s
				    key_stash_file = %3$s.stash
				    acl_file = %3$s.acl
				    supported_enctypes = aes256-cts:normal aes128-cts:normal
				  }
				""".formatted(port, NAME, sandbox.path("principal")));
	}

	private void admin(String query) throws IOException {
		run("kadmin.local", "-r", NAME, "-q", query);
	}

	private void run(String... command) throws IOException {
		sandbox.run(Stream.concat(Stream.of("env"), Arrays.stream(words(command))).toArray(String[]::new));
	}

	/**
	 * As arguments of {@code env}: a command that uses this realm and leaves no trace.
	 */
	String[] words(String... command) {
		return Stream
			.concat(Stream.of("KRB5_CONFIG=" + sandbox.path("krb5.conf"),
					"KRB5_KDC_PROFILE=" + sandbox.path("kdc.conf"), "KRB5RCACHENAME=none:"), Arrays.stream(command))
			.toArray(String[]::new);
	}

	/** The keys of the services. */
	Path serviceKeytab() {
		return sandbox.path("service.keytab");
	}

	/** The keys of the clients. */
	Path keytab() {
		return sandbox.path("client.keytab");
	}

	/** A ticket of {@link #CLIENT}. */
	Path ticketCache() {
		return sandbox.path("tickets");
	}

	@Override
	public void afterAll(ExtensionContext context) throws IOException {
		silent.close();
		Files.deleteIfExists(JVM_CONFIGURATION);
		sandbox.close();
	}

}
