package io.github.sockskit.benchmarks.contender;

import java.net.Authenticator;
import java.net.PasswordAuthentication;

/**
 * Credentials where the JDK's SOCKS socket looks for them: in the one
 * {@link Authenticator} of the JVM.
 */
final class JdkCredentials extends Authenticator {

	private JdkCredentials() {
	}

	/** For all contenders on the JDK's socket alike; every proxy has the same. */
	static void use(ProxyAccess proxy) {
		if (proxy.withPassword()) {
			Authenticator.setDefault(new JdkCredentials());
		}
	}

	@Override
	protected PasswordAuthentication getPasswordAuthentication() {
		return new PasswordAuthentication(Authentication.USER, Authentication.PASSWORD_OF_USER.toCharArray());
	}

}
