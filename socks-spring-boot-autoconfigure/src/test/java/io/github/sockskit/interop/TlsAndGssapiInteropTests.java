package io.github.sockskit.interop;

import io.github.sockskit.SocksAuthenticationException;
import io.github.sockskit.SocksConnectException;
import io.github.sockskit.SocksProtocolException;
import io.github.sockskit.SocksVersion;
import io.github.sockskit.auth.Gssapi.Protection;
import io.github.sockskit.autoconfigure.Apps;
import io.github.sockskit.interop.Targets.Service;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.web.client.ResourceAccessException;

import static io.github.sockskit.autoconfigure.Apps.restClient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that is configured by properties, against real servers.
 */
@Timeout(120)
@ExtendWith(TargetsResolver.class)
class TlsAndGssapiInteropTests {

	@RegisterExtension
	@Order(1)
	static final KerberosRealm realm = new KerberosRealm();

	@RegisterExtension
	@Order(2)
	static final GssapiDanteServer dante = new GssapiDanteServer(realm, Protection.CONFIDENTIALITY);

	@RegisterExtension
	@Order(3)
	static final StunnelServer stunnel = StunnelServer.open();

	@RegisterExtension
	@Order(4)
	static final DanteServer plain = DanteServer.open();

	private static ApplicationContextRunner app(ForeignServer server) {
		return Apps.app()
			.withPropertyValues("socks.proxy.host=127.0.0.1",
					"socks.proxy.port=" + server.address(SocksVersion.SOCKS5).build().port());
	}

	private static String get(AssertableApplicationContext context, Targets targets) {
		return Apps.get(restClient(context),
				"http://%s:%d/".formatted(Sandbox.NAME, targets.port(Service.HTTP, false)));
	}

	private static void assertFails(AssertableApplicationContext context, Targets targets, Class<?> type,
			String... said) {
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(context, targets))
			.havingCause()
			.withMessageContaining("socks5://127.0.0.1:")
			.havingCause()
			.isInstanceOf(type)
			.satisfies((ex) -> assertThat(ex).hasMessageContainingAll(said));
	}

	@Test
	void stunnelIsTrustedByTheBundle(Targets targets) {
		app(stunnel)
			.withPropertyValues("socks.proxy.ssl.bundle=proxy",
					"spring.ssl.bundle.pem.proxy.truststore.certificate=" + stunnel.authority().authorityPem())
			.run((context) -> assertThat(get(context, targets)).contains("Host: " + Sandbox.NAME));
	}

	@Test
	void stunnelIsNotTrustedWithAnotherAuthority(Targets targets) throws Exception {
		app(stunnel)
			.withPropertyValues("socks.proxy.ssl.bundle=proxy",
					"spring.ssl.bundle.pem.proxy.truststore.certificate=" + new PrivateAuthority().authorityPem())
			.run((context) -> assertFails(context, targets, SocksConnectException.class,
					"authority that is trusted here"));
	}

	@Test
	void danteTakesTheKeyOfAKeytab(Targets targets) {
		app(dante)
			.withPropertyValues("socks.proxy.gssapi.keytab=" + realm.keytab(),
					"socks.proxy.gssapi.principal=" + KerberosRealm.CLIENT)
			.run((context) -> assertThat(get(context, targets)).contains("Host: " + Sandbox.NAME));
	}

	@Test
	void danteTakesTheTicketsOfAFile(Targets targets) {
		app(dante).withPropertyValues("socks.proxy.gssapi.ticket-cache=" + realm.ticketCache())
			.run((context) -> assertThat(get(context, targets)).contains("Host: " + Sandbox.NAME));
	}

	@Test
	void danteDoesNotDoWithLessProtection(Targets targets) {
		app(dante)
			.withPropertyValues("socks.proxy.gssapi.ticket-cache=" + realm.ticketCache(),
					"socks.proxy.gssapi.protection=none")
			.run((context) -> assertFails(context, targets, SocksProtocolException.class, "protection level"));
	}

	@Test
	void withoutATicketTheAdviceIsToGetOne(Targets targets) {
		app(dante).withPropertyValues("socks.proxy.gssapi.ticket-cache=" + realm.keytab().resolveSibling("none"))
			.run((context) -> assertFails(context, targets, SocksAuthenticationException.class, "kinit"));
	}

	@Test
	void theProxyInTlsIsReachedThroughAnother(Targets targets) {
		app(stunnel)
			.withPropertyValues("socks.proxy.ssl.bundle=proxy",
					"spring.ssl.bundle.pem.proxy.truststore.certificate=" + stunnel.authority().authorityPem(),
					"socks.proxy.through=" + plain.proxy(SocksVersion.SOCKS5))
			.run((context) -> assertThat(get(context, targets)).contains("Host: " + Sandbox.NAME));
	}

}
