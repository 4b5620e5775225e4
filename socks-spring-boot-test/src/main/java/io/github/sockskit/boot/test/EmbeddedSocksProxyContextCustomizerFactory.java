package io.github.sockskit.boot.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link EmbeddedSocksProxy} on test classes.
 */
final class EmbeddedSocksProxyContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		EmbeddedSocksProxy proxy = TestContextAnnotationUtils.findMergedAnnotation(testClass, EmbeddedSocksProxy.class);
		return (proxy != null)
				? new EmbeddedSocksProxyContextCustomizer(proxy.version(), proxy.username(), proxy.password()) : null;
	}

}
