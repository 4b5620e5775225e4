package io.github.sockskit.boot.test;

import java.util.stream.Stream;

import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.autoconfigure.SocksProxyConnectionDetails;
import io.github.sockskit.test.SocksServer;

import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Adds the server and where it is to a context. A record, as Spring's cache of contexts
 * compares customizers.
 */
record EmbeddedSocksProxyContextCustomizer(SocksVersion version, String username,
		String password) implements ContextCustomizer {

	static final String SERVER = "embeddedSocksServer";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) context.getBeanFactory();
		RootBeanDefinition server = definition(SocksServer.class, "server", username, password);
		server.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
		registry.registerBeanDefinition(SERVER, server);
		registry.registerBeanDefinition("embeddedSocksProxyConnectionDetails",
				definition(SocksProxyConnectionDetails.class, "connectionDetails", new RuntimeBeanReference(SERVER),
						version, username, password));
		// An application may do without either library.
		if (isPresent("org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder",
				"org.apache.hc.client5.http.impl.classic.HttpClientBuilder")) {
			registry.registerBeanDefinition("embeddedSocksProxyHttpComponents",
					new RootBeanDefinition(FreshHttpComponentsConnections.class));
		}
		if (isPresent("org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder",
				"reactor.netty.http.client.HttpClient")) {
			registry.registerBeanDefinition("embeddedSocksProxyReactor",
					new RootBeanDefinition(FreshReactorConnections.class));
		}
	}

	private static boolean isPresent(String... types) {
		ClassLoader classes = EmbeddedSocksProxyContextCustomizer.class.getClassLoader();
		return Stream.of(types).allMatch((type) -> ClassUtils.isPresent(type, classes));
	}

	/** Factory methods and values, which AOT processing of tests can write down. */
	private static RootBeanDefinition definition(Class<?> type, String factoryMethod, Object... arguments) {
		RootBeanDefinition definition = new RootBeanDefinition(EmbeddedSocksProxyContextCustomizer.class);
		definition.setTargetType(type);
		definition.setFactoryMethodName(factoryMethod);
		ConstructorArgumentValues values = definition.getConstructorArgumentValues();
		for (int i = 0; i < arguments.length; i++) {
			values.addIndexedArgumentValue(i, arguments[i]);
		}
		// Wins over what the application itself defines.
		definition.setPrimary(true);
		return definition;
	}

	static SocksServer server(String username, String password) {
		SocksServer.Builder server = SocksServer.builder();
		return (username.isEmpty() ? server : server.credentials(username, password)).start();
	}

	static SocksProxyConnectionDetails connectionDetails(SocksServer server, SocksVersion version, String username,
			String password) {
		SocksProxy.Builder proxy = SocksProxy.builder(version, server.host(), server.port());
		if (!username.isEmpty()) {
			proxy.username(username);
		}
		if (!password.isEmpty() || (!username.isEmpty() && version == SocksVersion.SOCKS5)) {
			proxy.password(password);
		}
		SocksProxy built = proxy.build();
		return () -> built;
	}

	/** The generated one would print the password. */
	@Override
	public String toString() {
		return "EmbeddedSocksProxy[version=%s, username=%s]".formatted(version, username);
	}

}
