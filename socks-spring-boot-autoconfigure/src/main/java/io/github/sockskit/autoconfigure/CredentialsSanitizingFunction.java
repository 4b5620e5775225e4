package io.github.sockskit.autoconfigure;

import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Masks the proxy's password and the user info of URIs of proxies, however the property
 * is spelt, and where a value of another one quotes them: the command line, JSON in an
 * environment variable, a URI that is referred to.
 */
final class CredentialsSanitizingFunction implements SanitizingFunction {

	private static final Pattern USER_INFO = Pattern.compile("(?i)(?<=socks[45][ah]?://)[^\\s\"]*@");

	private static final Pattern QUOTED_PASSWORD = Pattern.compile("(?is).*socks\\W{1,5}proxy.*pass-?word.*");

	@Override
	public SanitizableData apply(SanitizableData data) {
		if (!(data.getValue() instanceof CharSequence value)) {
			return data;
		}
		String text = value.toString();
		String key = canonical(data.getKey());
		if (key.equals("socksproxypassword")) {
			return data.withSanitizedValue();
		}
		boolean uri = key.equals("socksproxyuri") || key.matches("socksproxythrough\\d*");
		return uri ? data.withValue(SocksProxyProperties.redact(text)) : sanitizeOther(data, text);
	}

	/** SOCKS_PROXY_PASSWORD, socks.proxy.password and socks.proxy.passWord are one. */
	private static String canonical(String key) {
		return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	private static SanitizableData sanitizeOther(SanitizableData data, String text) {
		if (QUOTED_PASSWORD.matcher(text.replace('_', '.')).matches()) {
			return data.withSanitizedValue();
		}
		String masked = USER_INFO.matcher(text).replaceAll("***@");
		return masked.equals(text) ? data : data.withValue(masked);
	}

}
