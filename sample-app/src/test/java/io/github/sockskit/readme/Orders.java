package io.github.sockskit.readme;

import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

@Service
class Orders {

	private final RestClient client;

	Orders(RestClient.Builder builder) {
		this.client = builder.baseUrl("http://api.example").build();
	}

	String latest() {
		return client.get().uri("/orders/latest").retrieve().body(String.class);
	}

}
