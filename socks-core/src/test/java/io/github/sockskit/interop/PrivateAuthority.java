package io.github.sockskit.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.stream.Stream;

import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority made for one run, and one certificate of it, for the targets'
 * names and addresses.
 */
final class PrivateAuthority {

	private static final String PASSWORD = "changeit";

	private final SSLContext server = SSLContext.getInstance("TLS");

	private final SSLContext client = SSLContext.getInstance("TLS");

	PrivateAuthority() throws IOException, GeneralSecurityException {
		KeyStore keys = keys();
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		KeyStore targetOnly = empty();
		targetOnly.setKeyEntry("target", keys.getKey("target", PASSWORD.toCharArray()), PASSWORD.toCharArray(),
				keys.getCertificateChain("target"));
		keyManagers.init(targetOnly, PASSWORD.toCharArray());
		server.init(keyManagers.getKeyManagers(), null, null);
		KeyStore authorityOnly = empty();
		authorityOnly.setCertificateEntry("authority", keys.getCertificate("authority"));
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(authorityOnly);
		client.init(null, trustManagers.getTrustManagers(), null);
	}

	private static KeyStore empty() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private static KeyStore keys() throws IOException, GeneralSecurityException {
		Path file = Files.createTempDirectory("socks-interop-keys-").resolve("keys.p12");
		try {
			keytool(file, "authority", "-ext", "bc:c");
			keytool(file, "target", "-signer", "authority", "-ext",
					"san=dns:localhost,dns:%s,dns:%s,ip:127.0.0.1,ip:::1".formatted(Sandbox.NAME,
							Sandbox.NAME_OF_IPV6));
			return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
		}
		finally {
			Files.deleteIfExists(file);
			Files.delete(file.getParent());
		}
	}

	private static void keytool(Path file, String alias, String... options) throws IOException {
		Stream<String> command = Stream.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", file.toString(), "-storepass", PASSWORD, "-alias", alias, "-dname",
				"CN=interop " + alias, "-keyalg", "EC", "-validity", "2");
		Process process = new ProcessBuilder(Stream.concat(command, Stream.of(options)).toList())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		if (process.onExit().join().exitValue() != 0) {
			throw new IOException("keytool: " + output);
		}
	}

	/** Shows the target's certificate. */
	ServerSocketFactory serverSocketFactory() {
		return server.getServerSocketFactory();
	}

	/** Trusts the authority and nobody else. */
	SSLSocketFactory clientSocketFactory() {
		return client.getSocketFactory();
	}

}
