package io.github.sockskit.auth;

import java.nio.file.Path;

import io.github.sockskit.auth.Gssapi.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GssapiTests {

	@Test
	void showsServiceProtectionAndLogin() {
		assertThat(Gssapi.builder().build()).hasToString("GSSAPI[rcmd, CONFIDENTIALITY, the user's tickets]");
		assertThat(Gssapi.builder()
			.service("socks")
			.protection(Protection.INTEGRITY)
			.keytab(Path.of("/etc/app.keytab"), "app@EXAMPLE.COM")
			.build()).hasToString("GSSAPI[socks, INTEGRITY, the key of app@EXAMPLE.COM in /etc/app.keytab]");
		assertThat(Gssapi.builder().ticketCache(Path.of("/tmp/tickets")).build())
			.hasToString("GSSAPI[rcmd, CONFIDENTIALITY, the tickets in /tmp/tickets]");
	}

	@Test
	void equalsByWhatItWasMadeOf() {
		assertThat(Gssapi.builder().build()).isEqualTo(Gssapi.builder().build())
			.hasSameHashCodeAs(Gssapi.builder().build())
			.isNotEqualTo(Gssapi.builder().service("socks").build())
			.isNotEqualTo(Gssapi.builder().protection(Protection.NONE).build())
			.isNotEqualTo(Gssapi.builder().ticketCache(Path.of("/tmp/tickets")).build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "rcmd@proxy", "rcmd/proxy" })
	void aServiceIsAName(String service) {
		assertThatIllegalArgumentException().isThrownBy(() -> Gssapi.builder().service(service).build())
			.withMessageContaining("such as rcmd");
	}

	@Test
	void aKeytabNeedsAPrincipal() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Gssapi.builder().keytab(Path.of("/etc/app.keytab"), "").build());
	}

}
