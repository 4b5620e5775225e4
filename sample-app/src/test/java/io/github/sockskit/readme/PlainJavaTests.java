package io.github.sockskit.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.github.sockskit.HostAndPort;
import io.github.sockskit.SocksDatagramSocket;
import io.github.sockskit.SocksDialer;
import io.github.sockskit.SocksProxy;
import io.github.sockskit.SocksReplyException;
import io.github.sockskit.SocksSocket;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.auth.Gssapi;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void anOptimisticDialIsRefusedAtTheFirstRead() throws IOException {
		proxy.server().misbehave(Misbehaviour.refuse(2));
		try (SocksSocket socket = optimistic(local()).connect("db.example", 5432)) {
			assertThatExceptionOfType(SocksReplyException.class).isThrownBy(() -> socket.getInputStream().read());
		}
	}

	SocksDialer optimistic(SocksProxy proxy) {
		SocksDialer dialer = SocksDialer.of(proxy).withOptimistic(true);
		return dialer;
	}

	@Test
	void datagramsGoThroughTheProxy() throws IOException {
		try (DatagramSocket echo = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			proxy.server().map("echo.example", new InetSocketAddress(echo.getLocalAddress(), echo.getLocalPort()));
			Thread server = new Thread(() -> answerOne(echo));
			server.start();
			assertThat(ask(SocksDialer.of(local()))).startsWith("ping from ");
		}
	}

	private static void answerOne(DatagramSocket echo) {
		try {
			DatagramPacket packet = new DatagramPacket(new byte[100], 100);
			echo.receive(packet);
			echo.send(packet);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String ask(SocksDialer dialer) throws IOException {
		try (SocksDatagramSocket datagrams = dialer.associate()) {
			datagrams.setSoTimeout(2000);
			datagrams.send("ping".getBytes(StandardCharsets.UTF_8), new HostAndPort("echo.example", 7));
			ByteBuffer answer = ByteBuffer.allocate(1500);
			HostAndPort from = datagrams.receive(answer);
			return StandardCharsets.UTF_8.decode(answer.flip()) + " from " + from;
		}
	}

	@Test
	void aKeytabTakesThePlaceOfAPassword() {
		assertThat(withKeytab().username()).isNull();
		assertThat(withKeytab()).isEqualTo(withKeytab()).hasToString("socks5://proxy.example:1080");
	}

	SocksProxy withKeytab() {
		SocksProxy proxy = SocksProxy.builder(SocksVersion.SOCKS5, "proxy.example", 1080)
			.methods(Gssapi.builder().keytab(Path.of("/etc/app.keytab"), "app@EXAMPLE.COM").build())
			.build();
		return proxy;
	}

	@Test
	void aPathIsAUnixDomainSocket() {
		assertThat(SocksProxy.parse("socks5://localhost/run/tor/socks"))
			.isEqualTo(SocksProxy.builder(SocksVersion.SOCKS5, Path.of("/run/tor/socks")).build());
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
