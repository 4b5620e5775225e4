package io.github.sockskit.readme;

import java.time.Duration;
import java.util.Map;

import io.github.sockskit.SocksReplyException;
import io.github.sockskit.boot.test.EmbeddedSocksProxy;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.SocksServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@SpringBootTest
@EmbeddedSocksProxy
class OrdersTests {

	@AutoClose
	final TargetServer target = new TargetServer(Map.of("/orders/latest", "one pizza"));

	@Autowired
	SocksServer proxy;

	@Autowired
	Orders orders;

	@Test
	void areFetchedThroughTheProxy() {
		proxy.map("api.example", target.getAddress());

		assertThat(orders.latest()).isEqualTo("one pizza");

		assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("api.example");
	}

	@Test
	void areNotFetchedPastAProxyThatRefuses() {
		proxy.misbehave(Misbehaviour.refuse(2));

		assertThatException().isThrownBy(orders::latest).withRootCauseInstanceOf(SocksReplyException.class);
	}

}
