package io.github.sockskit.autoconfigure;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ResourceLoader;

/**
 * Routes imperative HTTP clients in reactive web applications. There, Boot defines no
 * {@link ClientHttpRequestFactoryBuilder}; {@code RestClient.Builder} detects one, which
 * no customizer sees.
 */
@AutoConfiguration(after = ImperativeHttpClientAutoConfiguration.class)
@Conditional(OnSocksProxy.ForAll.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(ClientHttpRequestFactoryBuilder.class)
public final class SocksReactiveWebApplicationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClientHttpRequestFactoryBuilder<?> socksClientHttpRequestFactoryBuilder(ResourceLoader resourceLoader,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers) {
		return customize(ClientHttpRequestFactoryBuilder.detect(resourceLoader.getClassLoader()),
				customizers.orderedStream().toList());
	}

	/** As Boot does it where it defines the bean. */
	@SuppressWarnings("unchecked")
	static ClientHttpRequestFactoryBuilder<?> customize(ClientHttpRequestFactoryBuilder<?> detected,
			List<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers) {
		ClientHttpRequestFactoryBuilder<?>[] builder = { detected };
		LambdaSafe.callbacks(ClientHttpRequestFactoryBuilderCustomizer.class, customizers, detected)
			.invoke((customizer) -> builder[0] = customizer.customize(builder[0]));
		return builder[0];
	}

}
