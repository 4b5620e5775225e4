package io.github.sockskit.readme;

import java.time.Duration;
import java.util.Map;

import io.github.sockskit.boot.test.EmbeddedSocksProxy;
import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(properties = { "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://login.example/keys",
		"spring.security.oauth2.client.registration.shop.client-id=shop",
		"spring.security.oauth2.client.registration.shop.client-secret=secret",
		"spring.security.oauth2.client.registration.shop.authorization-grant-type=client_credentials",
		"spring.security.oauth2.client.provider.shop.token-uri=http://login.example/token" })
@EmbeddedSocksProxy
class OAuth2Tests {

	@TestConfiguration(proxyBeanMethods = false)
	static class ThroughTheProxy {

		@Bean
		JwkSetUriJwtDecoderBuilderCustomizer jwkSetThroughTheProxy(RestTemplateBuilder builder) {
			return (decoder) -> decoder.restOperations(builder.build());
		}

		@Bean
		OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> tokensThroughTheProxy(
				RestClient.Builder builder) {
			var client = new RestClientClientCredentialsTokenResponseClient();
			client.setRestClient(builder
				.configureMessageConverters(
						(converters) -> converters.addCustomConverter(new FormHttpMessageConverter())
							.addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
				.defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
				.build());
			return client;
		}

	}

	@AutoClose
	final TargetServer login = new TargetServer(
			Map.of("/keys", "{\"keys\":[]}", "/token", "{\"access_token\":\"abc\",\"token_type\":\"bearer\"}"));

	@Autowired
	SocksServer proxy;

	@BeforeEach
	void mapLogin() {
		proxy.map("login.example", login.getAddress());
	}

	@Test
	void keysComeThroughTheProxy(@Autowired JwtDecoder decoder) {
		String token = "eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJ4In0.c2ln"; // {"alg":"RS256","kid":"x"}.{"sub":"x"}.sig

		assertThatExceptionOfType(JwtException.class).isThrownBy(() -> decoder.decode(token))
			.withMessageContaining("no matching key");

		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("login.example");
	}

	@Test
	void tokensComeThroughTheProxy(
			@Autowired OAuth2AccessTokenResponseClient<OAuth2ClientCredentialsGrantRequest> client,
			@Autowired ClientRegistrationRepository registrations) {
		var request = new OAuth2ClientCredentialsGrantRequest(registrations.findByRegistrationId("shop"));

		assertThat(client.getTokenResponse(request).getAccessToken().getTokenValue()).isEqualTo("abc");

		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("login.example");
	}

}
