package io.github.sockskit.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A private CA that nobody trusts unless told to, and what it signed for
 * {@value HttpTarget#NAME}. Made once for all tests.
 */
final class Certificates {

	static final String PASSWORD = "changeit";

	private static final Certificates INSTANCE = make();

	private final Path trustStore;

	private final SSLContext server;

	private Certificates(Path trustStore, SSLContext server) {
		this.trustStore = trustStore;
		this.server = server;
	}

	/**
	 * Properties of an SSL bundle that trusts the CA.
	 */
	static String[] bundle(String name) {
		String trustStore = "spring.ssl.bundle.jks." + name + ".truststore.";
		return new String[] { trustStore + "location=file:" + INSTANCE.trustStore, trustStore + "password=" + PASSWORD,
				trustStore + "type=PKCS12" };
	}

	static SSLContext server() {
		return INSTANCE.server;
	}

	private static Certificates make() {
		try {
			Path directory = Files.createTempDirectory("certificates");
			Path keys = directory.resolve("keys.p12");
			keytool(keys, "-alias", "ca", "-dname", "CN=A private CA", "-ext", "bc:c");
			keytool(keys, "-alias", "server", "-dname", "CN=server", "-signer", "ca", "-ext",
					"san=dns:" + HttpTarget.NAME);
			KeyStore store = load(keys);
			Path trustStore = directory.resolve("trust.p12");
			save(store.getCertificate("ca"), trustStore);
			store.deleteEntry("ca");
			List.of(directory, keys, trustStore).forEach((path) -> path.toFile().deleteOnExit());
			return new Certificates(trustStore, context(store));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void keytool(Path keys, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
						"EC", "-validity", "2", "-keystore", keys.toString(), "-storepass", PASSWORD));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		if (process.onExit().join().exitValue() != 0) {
			throw new IllegalStateException(output);
		}
	}

	private static KeyStore load(Path path) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(path)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

	private static void save(Certificate ca, Path path) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		store.setCertificateEntry("ca", ca);
		try (OutputStream out = Files.newOutputStream(path)) {
			store.store(out, PASSWORD.toCharArray());
		}
	}

	private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(factory.getKeyManagers(), null, null);
		return context;
	}

}
