package io.github.sockskit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives a password from a key, so that whoever sees it does not learn the key (a user's
 * name, say), and another process never shares a path by accident.
 */
final class Isolation {

	private static final byte[] SALT = new byte[32];

	static {
		new SecureRandom().nextBytes(SALT);
	}

	private Isolation() {
	}

	static String password(String key) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(SALT, "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal(key.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
