package io.github.sockskit;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

@Timeout(30)
class TorTests {

	private static final InetAddress ADDRESS = InetAddress.getLoopbackAddress();

	private interface Question {

		Object ask(SocksDialer dialer) throws Exception;

	}

	private static Object answer(String reply, String request, Question question) throws Exception {
		try (ScriptedProxy proxy = new ScriptedProxy()) {
			CompletableFuture<Object> answer = new CompletableFuture<>();
			CompletableFuture<Throwable> failure = new CompletableFuture<>();
			new Thread(
					() -> failure.complete(catchThrowable(() -> answer.complete(question.ask(proxy.dialer("socks5"))))))
				.start();
			assertThat(proxy.heard()).isEqualTo("05 01 00");
			proxy.say("05 00");
			assertThat(proxy.heard()).isEqualTo(request);
			proxy.say(reply);
			Throwable failed = failure.get(5, TimeUnit.SECONDS);
			if (failed instanceof Exception ex) {
				throw ex;
			}
			return answer.get(5, TimeUnit.SECONDS);
		}
	}

	@Test
	void aNameIsResolvedByTheProxy() throws Exception {
		assertThat(answer("05 00 00 01 c0 00 02 07 00 00", "05 f0 00 03 03 66 6f 6f 00 00",
				(dialer) -> dialer.resolve("foo")))
			.isEqualTo(InetAddress.getByName("192.0.2.7"));
		assertThat(answer("05 00 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07 00 00",
				"05 f0 00 03 03 66 6f 6f 00 00", (dialer) -> dialer.resolve("foo")))
			.isEqualTo(InetAddress.getByName("2001:db8::7"));
	}

	@Test
	void anAddressIsResolvedByTheProxy() throws Exception {
		assertThat(answer("05 00 00 03 03 66 6f 6f 00 00", "05 f1 00 01 7f 00 00 01 00 00",
				(dialer) -> dialer.resolve(ADDRESS)))
			.isEqualTo("foo");
	}

	@Test
	void aFailedLookUpOfTorHasAddressType0AndIsUnderstood() {
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> answer("05 04 00 00 00 00 00 00 00 00", "05 f0 00 03 03 66 6f 6f 00 00",
					(dialer) -> dialer.resolve("foo")))
			.withMessageContaining("did not resolve foo:")
			.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(ReplyCode.HOST_UNREACHABLE));
	}

	@Test
	void aNameWhereAnAddressWasAskedForIsNoAnswer() {
		assertThatExceptionOfType(SocksProtocolException.class)
			.isThrownBy(() -> answer("05 00 00 03 03 62 61 72 00 00", "05 f0 00 03 03 66 6f 6f 00 00",
					(dialer) -> dialer.resolve("foo")))
			.withMessageContaining("bar");
	}

	@Test
	void itIsAnExtensionOfSocks5() {
		SocksDialer socks4 = SocksDialer.of(SocksProxy.parse("socks4a://127.0.0.1:1"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> socks4.resolve("foo"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> socks4.resolve(ADDRESS));
	}

	@ParameterizedTest
	@CsvSource({ "f0,ONION_DESCRIPTOR_NOT_FOUND", "f1,ONION_DESCRIPTOR_INVALID", "f2,ONION_INTRODUCTION_FAILED",
			"f3,ONION_RENDEZVOUS_FAILED", "f4,ONION_AUTHORIZATION_MISSING", "f5,ONION_AUTHORIZATION_WRONG",
			"f6,ONION_ADDRESS_INVALID", "f7,ONION_INTRODUCTION_TIMED_OUT" })
	void extendedErrorsHaveNames(String code, ReplyCode name) {
		assertThatExceptionOfType(SocksReplyException.class)
			.isThrownBy(() -> answer("05 %s 00 01 00 00 00 00 00 00".formatted(code),
					"05 01 00 03 09 66 6f 6f 2e 6f 6e 69 6f 6e 01 bb", (dialer) -> dialer.connect("foo.onion", 443)))
			.satisfies((ex) -> assertThat(ex.getReplyCode()).isEqualTo(name));
	}

	@Test
	void aKeyHasCredentialsOfItsOwn() {
		SocksProxy tor = SocksProxy.parse("socks5://127.0.0.1:9050?timeout=60s");
		assertThat(tor.isolated("alice")).isEqualTo(tor.isolated("alice")).isNotEqualTo(tor.isolated("bob"));
		assertThat(tor.isolated("alice").timeout()).isEqualTo(tor.timeout());
		SocksProxy onPath = SocksProxy.parse("socks5://localhost/run/tor/socks");
		assertThat(onPath.isolated("alice").path()).isEqualTo(onPath.path());
		assertThat(tor.isolated("alice").username() + tor.isolated("alice").password()).doesNotContain("alice");
		assertThatIllegalStateException()
			.isThrownBy(() -> SocksProxy.parse("socks5://u:p@127.0.0.1").isolated("alice"));
		assertThatIllegalStateException().isThrownBy(() -> SocksProxy.parse("socks4a://127.0.0.1").isolated("alice"));
	}

}
