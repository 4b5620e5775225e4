package io.github.sockskit.readme;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.autoconfigure.SocksConnectionManagerBuilder;
import io.github.sockskit.test.HostType;
import io.github.sockskit.test.Misbehaviour;
import io.github.sockskit.test.RecordedRequest;
import io.github.sockskit.test.SocksServer;
import io.github.sockskit.test.SocksServerExtension;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

class PlainJavaTests {

	@RegisterExtension
	static SocksServerExtension proxy = new SocksServerExtension(SocksServer.builder().credentials("jane", "s3cret"));

	@AutoClose
	final TargetServer database = new TargetServer(Map.of("/", "hello"));

	@Test
	void dialsByName() throws Exception {
		proxy.server().map("db.example", database.getAddress());
		SocksDialer dialer = SocksDialer
			.of(SocksProxy.parse("socks5://jane:s3cret@127.0.0.1:" + proxy.server().port()));

		dialer.connect("db.example", 5432).close();

		RecordedRequest request = proxy.server().takeRequest(Duration.ofSeconds(5));
		assertThat(request.hostType()).isEqualTo(HostType.NAME);
		assertThat(request.username()).isEqualTo("jane");
	}

	@Test
	void aUriAndPartsDescribeTheSameProxy() {
		assertThat(fromUri()).isEqualTo(fromParts());
	}

	SocksProxy fromUri() {
		SocksProxy proxy = SocksProxy.parse("socks5://jane:s3cret@proxy.example:1080?timeout=5s");
		return proxy;
	}

	SocksProxy fromParts() {
		SocksProxy proxy = SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
			.username("jane")
			.password("s3cret")
			.timeout(Duration.ofSeconds(5))
			.build();
		return proxy;
	}

	SocksProxy local() {
		InetSocketAddress address = proxy.server().address();
		return SocksProxy.builder(SocksVersion.SOCKS5, "127.0.0.1", address.getPort())
			.username("jane")
			.password("s3cret")
			.build();
	}

	@Test
	void whatTheProxySaidIsInTheException() throws IOException {
		proxy.server().misbehave(Misbehaviour.refuse(4));
		assertThat(read(local())).isEqualTo("The proxy said no: HOST_UNREACHABLE");
	}

	@Test
	void whatTheTargetSaysIsRead() throws IOException {
		proxy.server()
			.misbehave(Misbehaviour.coalesceWith("hello".getBytes()).and(Misbehaviour.closeAfter(4 + 10 + 5)));
		proxy.server().map("db.example", database.getAddress());
		assertThat(read(local())).isEqualTo("hello");
	}

	String read(SocksProxy proxy) throws IOException {
		SocksDialer dialer = SocksDialer.of(proxy);
		try (SocksSocket socket = dialer.connect("db.example", 5432)) {
			socket.setSoTimeout(2000);
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (SocksReplyException ex) {
			return "The proxy said no: " + ex.getReplyCode(); // NOT_ALLOWED, ...
		}
	}

	@Test
	void aChainReachesItsSecondProxyThroughTheFirst() throws IOException {
		try (SocksServer last = SocksServer.builder().map("db.example", database.getAddress()).start()) {
			proxy.server().map("inner.example", last.address());
			chain(local(), SocksProxy.parse("socks4a://inner.example")).connect("db.example", 5432).close();
			assertThat(proxy.server().requests()).extracting(RecordedRequest::host).containsExactly("inner.example");
			assertThat(last.requests()).extracting(RecordedRequest::host).containsExactly("db.example");
		}
	}

	SocksDialer chain(SocksProxy first, SocksProxy second) {
		SocksDialer dialer = SocksDialer.of(second).through(SocksDialer.of(first));
		return dialer;
	}

	@Test
	void httpClientGoesThroughTheProxy() throws IOException {
		proxy.server().map("api.example", database.getAddress());
		assertThat(status(SocksDialer.of(local()))).isEqualTo(200);
		assertThat(proxy.server().requests()).extracting(RecordedRequest::host).containsExactly("api.example");
	}

	int status(SocksDialer dialer) throws IOException {
		try (CloseableHttpClient client = HttpClients.custom()
			.setConnectionManager(SocksConnectionManagerBuilder.create(dialer).setMaxConnPerRoute(20).build())
			.build()) {
			return client.execute(new HttpGet("http://api.example/"), (response) -> response.getCode());
		}
	}

}
