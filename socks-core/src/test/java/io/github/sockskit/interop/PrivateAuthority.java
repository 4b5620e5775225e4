package io.github.sockskit.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority made for one run, and two certificates of it: a server's, for
 * the targets' names and addresses and for {@link #SERVER_NAME}, and a client's.
 */
public final class PrivateAuthority {

	/** A name with dots that this JVM's hosts file has for 127.0.0.1. */
	public static final String SERVER_NAME = "tls-proxy.invalid";

	private static final char[] PASSWORD = "changeit".toCharArray();

	private final KeyStore keys;

	/** Makes the keys. */
	public PrivateAuthority() throws IOException, GeneralSecurityException {
		Path file = Files.createTempDirectory("socks-interop-keys-").resolve("keys.p12");
		try {
			keytool(file, "authority", "-ext", "bc:c");
			keytool(file, "server", "-signer", "authority", "-ext",
					"san=dns:localhost,dns:%s,dns:%s,dns:%s,ip:127.0.0.1,ip:::1".formatted(SERVER_NAME, Sandbox.NAME,
							Sandbox.NAME_OF_IPV6));
			keytool(file, "client", "-signer", "authority");
			this.keys = KeyStore.getInstance(file.toFile(), PASSWORD);
		}
		finally {
			Files.deleteIfExists(file);
			Files.delete(file.getParent());
		}
	}

	private static void keytool(Path file, String alias, String... options) throws IOException {
		Stream<String> command = Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", file.toString(), "-storepass", new String(PASSWORD), "-alias", alias,
				"-dname", "CN=interop " + alias, "-keyalg", "EC", "-validity", "2");
		Process process = new ProcessBuilder(Stream.concat(command, Stream.of(options)).toList())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		if (process.onExit().join().exitValue() != 0) {
			throw new IOException("keytool: " + output);
		}
	}

	/** Shows the server's certificate. */
	public SSLServerSocketFactory serverSocketFactory() {
		return context("server").getServerSocketFactory();
	}

	/** Trusts the authority and nobody else, and shows no certificate. */
	public SSLSocketFactory clientSocketFactory() {
		return context("none").getSocketFactory();
	}

	/** The same, showing the client's certificate. */
	public SSLSocketFactory certifiedClientSocketFactory() {
		return context("client").getSocketFactory();
	}

	private SSLContext context(String alias) {
		try {
			KeyStore own = empty();
			if (keys.isKeyEntry(alias)) {
				own.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, keys.getCertificateChain(alias));
			}
			KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keyManagers.init(own, PASSWORD);
			KeyStore trusted = empty();
			trusted.setCertificateEntry("authority", keys.getCertificate("authority"));
			TrustManagerFactory trustManagers = TrustManagerFactory
				.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trustManagers.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore empty() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	/** The server's key and certificates as PEM. */
	String serverPem() {
		try {
			PrivateKey key = (PrivateKey) keys.getKey("server", PASSWORD);
			StringBuilder pem = new StringBuilder(pem("PRIVATE KEY", key.getEncoded()));
			for (Certificate certificate : keys.getCertificateChain("server")) {
				pem.append(pem("CERTIFICATE", certificate.getEncoded()));
			}
			return pem.toString();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The authority's certificate as PEM. */
	public String authorityPem() {
		try {
			return pem("CERTIFICATE", keys.getCertificate("authority").getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String type, byte[] content) {
		Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
		return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, encoder.encodeToString(content), type);
	}

}
