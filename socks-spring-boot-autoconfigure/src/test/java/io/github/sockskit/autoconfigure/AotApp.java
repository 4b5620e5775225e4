package io.github.sockskit.autoconfigure;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/**
 * Fetches what its arguments say: {@code http://… http://…}, the first with clients that
 * nobody qualified, and the second, if there is one, with those qualified {@code socks}.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
		ImperativeHttpClientAutoConfiguration.class, RestClientAutoConfiguration.class,
		HttpServiceClientPropertiesAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
		ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
		ReactiveHttpServiceClientAutoConfiguration.class, SocksProxyAutoConfiguration.class,
		SocksHttpComponentsAutoConfiguration.class, SocksUnsupportedRequestFactoryAutoConfiguration.class,
		SocksReactorNettyAutoConfiguration.class, SocksUnsupportedConnectorAutoConfiguration.class,
		SocksQualifiedGroupsAutoConfiguration.class, SocksQualifiedHttpClientAutoConfiguration.class,
		SocksQualifiedWebClientAutoConfiguration.class })
@ImportHttpServices(group = "service", types = AotApp.Service.class)
final class AotApp {

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = SpringApplication.run(AotApp.class, arguments)) {
			context.getBean(Fetch.class).fetch(arguments[0]);
			context.getBeansOfType(QualifiedFetch.class).values().forEach((fetch) -> fetch.fetch(arguments[1]));
			System.out.println("service: " + context.getBean(Service.class).hello());
		}
	}

	@Bean
	Fetch fetch(RestClient.Builder rest, WebClient.Builder web) {
		return new Fetch("unqualified", rest.build(), web.build());
	}

	@Bean
	@ConditionalOnProperty(name = "socks.proxy.http.mode", havingValue = "qualified")
	QualifiedFetch qualifiedFetch(@Qualifier("socks") RestClient.Builder rest,
			@Qualifier("socks") WebClient.Builder web) {
		return new QualifiedFetch(rest.build(), web.build());
	}

	static class Fetch {

		private final String name;

		private final RestClient rest;

		private final WebClient web;

		Fetch(String name, RestClient rest, WebClient web) {
			this.name = name;
			this.rest = rest;
			this.web = web;
		}

		void fetch(String uri) {
			System.out.println(name + " RestClient: " + Apps.get(rest, uri));
			System.out.println(name + " WebClient: " + WebClients.get(web, uri));
		}

	}

	static final class QualifiedFetch {

		private final Fetch fetch;

		QualifiedFetch(RestClient rest, WebClient web) {
			this.fetch = new Fetch("qualified", rest, web);
		}

		void fetch(String uri) {
			fetch.fetch(uri);
		}

	}

	interface Service {

		@GetExchange("/hello")
		String hello();

	}

}
