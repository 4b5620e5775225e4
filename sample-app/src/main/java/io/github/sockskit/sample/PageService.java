package io.github.sockskit.sample;

import org.springframework.http.ResponseEntity;
import org.springframework.web.service.annotation.GetExchange;

/**
 * The page as an HTTP service; {@code spring.http.serviceclient.page.base-url} says where
 * it is.
 */
interface PageService {

	@GetExchange
	ResponseEntity<String> page();

}
