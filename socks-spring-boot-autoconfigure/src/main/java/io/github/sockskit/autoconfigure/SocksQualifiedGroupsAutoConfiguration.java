package io.github.sockskit.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

/**
 * In mode {@code qualified}: checks that the HTTP service groups named in
 * {@code socks.proxy.http.groups} exist and are routed.
 */
@AutoConfiguration(after = { SocksProxyAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class })
@Conditional(OnSocksProxy.ForQualified.class)
@ConditionalOnClass({ HttpServiceClientProperties.class, HttpServiceProxyRegistry.class })
@ConditionalOnBean(HttpServiceClientProperties.class)
public final class SocksQualifiedGroupsAutoConfiguration {

	@Bean
	QualifiedGroups socksQualifiedGroups(SocksProxyProperties socks, HttpServiceClientProperties properties,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<HttpServiceProxyRegistry> registry) {
		return new QualifiedGroups(socks.http().groups(), properties,
				new HttpClientSettingsPropertyMapper(sslBundles.getIfAvailable(), settings.getIfAvailable()), registry);
	}

	@Bean
	RoutedClients qualifiedGroupsRoutedClients(QualifiedGroups groups) {
		return groups::toString;
	}

}
