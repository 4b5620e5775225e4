package io.github.sockskit.sample;

import java.net.URI;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Fetches the target. Nothing here knows of a proxy: builders that Spring Boot injects
 * are all it takes.
 */
@Service
class Pages {

	private final URI target;

	private final RestClient restClient;

	private final RestTemplate restTemplate;

	private final PageService service;

	Pages(@Value("${target}") URI target, RestClient.Builder restClientBuilder, RestTemplateBuilder restTemplateBuilder,
			PageService service) {
		this.target = target;
		this.restClient = restClientBuilder.build();
		this.restTemplate = restTemplateBuilder.build();
		this.service = service;
	}

	ResponseEntity<String> withRestClient() {
		return restClient.get().uri(target).retrieve().toEntity(String.class);
	}

	ResponseEntity<String> withRestTemplate() {
		return restTemplate.getForEntity(target, String.class);
	}

	ResponseEntity<String> withHttpService() {
		return service.page();
	}

}
