package io.github.sockskit.boot.test;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.autoconfigure.SocksProxyConnectionDetails;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Imported where it is wanted; nested in a test, it would be in all of its contexts.
 */
@TestConfiguration(proxyBeanMethods = false)
class OwnConnectionDetails {

	@Bean
	SocksProxyConnectionDetails ownConnectionDetails() {
		return () -> SocksProxy.parse("socks5://proxy.invalid");
	}

}
