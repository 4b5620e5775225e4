package io.github.sockskit.autoconfigure.slice;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

/**
 * A slice test of an application that has the starter, without any proxy.
 */
@RestClientTest
class RestClientSliceTests {

	@Autowired
	private RestClient.Builder builder;

	@Autowired
	private MockRestServiceServer server;

	@Test
	void answersComeFromTheMock() {
		server.expect(requestTo("http://api.example/hello")).andRespond(withSuccess().body("mocked"));
		assertThat(builder.build().get().uri("http://api.example/hello").retrieve().body(String.class))
			.isEqualTo("mocked");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
