package io.github.sockskit.boot.test;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;

import io.github.sockskit.SocksVersion;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(properties = "socks.proxy.uri=socks4://proxy.invalid:1")
@EmbeddedSocksProxy
class EmbeddedSocksProxyTests {

	@AutoClose
	static final HelloServer target = new HelloServer();

	@Autowired
	SocksServer proxy;

	@Autowired
	RestClient client;

	RecordedRequest fetch() {
		proxy.map("api.example", target.address());
		String body = client.get().uri("http://api.example/").retrieve().body(String.class);
		assertThat(body).isEqualTo("hello");
		return proxy.takeRequest(Duration.ofSeconds(5));
	}

	@Test
	void requestsGoThroughTheServerWhateverThePropertiesSay() {
		RecordedRequest request = fetch();
		assertThat(request.version()).isEqualTo(5);
		assertThat(request.host()).isEqualTo("api.example");
		assertThat(request.hostType()).isEqualTo(HostType.NAME);
		assertThat(request.offeredMethods()).containsExactly(0);
	}

	@Test
	void eachRequestIsSeen() {
		fetch();
		assertThat(fetch().host()).isEqualTo("api.example");
	}

	@Test
	void eachRequestOfAWebClientIsSeen(@Autowired WebClient.Builder builder) {
		proxy.map("api.example", target.address());
		WebClient webClient = builder.build();
		for (int i = 0; i < 2; i++) {
			webClient.get().uri("http://api.example/").retrieve().toBodilessEntity().block(Duration.ofSeconds(5));
			assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("api.example");
		}
	}

	@Nested
	class NestedInIt {

		@Test
		void aClassUsesAServerToo() {
			assertThat(fetch().version()).isEqualTo(5);
		}

	}

	@Nested
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class AfterATest {

		@Test
		@Order(1)
		void thatLeftMisbehaviourAndRequests() {
			proxy.misbehave(Misbehaviour.refuse(2));
			assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> fetch());
			assertThat(proxy.requests()).hasSize(1);
		}

		@Test
		@Order(2)
		void theNextOneFindsNeither() {
			assertThat(proxy.requests()).isEmpty();
			fetch();
		}

	}

	@Nested
	@EmbeddedSocksProxy(username = "jane", password = "s3cret")
	class WithCredentials {

		@Test
		void theServerDemandsThemAndTheApplicationSendsThem() {
			assertThat(fetch().username()).isEqualTo("jane");
			assertThat(proxy.authentications()).isEqualTo(1);
		}

	}

	@Nested
	@EmbeddedSocksProxy(username = "jane")
	class WithoutAPassword {

		@Test
		void theApplicationSendsAnEmptyOne() {
			assertThat(fetch().username()).isEqualTo("jane");
		}

	}

	@Nested
	@EmbeddedSocksProxy(version = SocksVersion.SOCKS4A, username = "jane")
	class WithAnotherVersion {

		@Test
		void theApplicationSpeaksItAndSendsTheUserId() {
			RecordedRequest request = fetch();
			assertThat(request.version()).isEqualTo(4);
			assertThat(request.hostType()).isEqualTo(HostType.NAME);
			assertThat(request.username()).isEqualTo("jane");
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@EmbeddedSocksProxy(version = SocksVersion.SOCKS4A)
	@interface Socks4aProxy {

		@AliasFor(annotation = EmbeddedSocksProxy.class)
		String username();

	}

	@Nested
	@Socks4aProxy(username = "joe")
	class WithAComposedAnnotation {

		@Test
		void itsAttributesCount() {
			RecordedRequest request = fetch();
			assertThat(request.version()).isEqualTo(4);
			assertThat(request.username()).isEqualTo("joe");
		}

	}

	@EmbeddedSocksProxy(username = "parent")
	abstract static class Annotated {

	}

	@Nested
	class WithAnAnnotatedSuperclass extends Annotated {

		@Test
		void itsAnnotationCounts() {
			assertThat(fetch().username()).isEqualTo("parent");
		}

	}

	@Nested
	@Import(OwnConnectionDetails.class)
	class WithConnectionDetailsOfTheApplication {

		@Test
		void theEmbeddedServerWins() {
			fetch();
		}

	}

}
