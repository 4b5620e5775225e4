package io.github.sockskit.autoconfigure;

import java.lang.reflect.Field;
import java.util.List;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BuilderStateCopyTests {

	/**
	 * Those of 5.6, the version that Boot 4.1 manages. Fails when HttpClient's builder
	 * has other ones: look at what they mean for a copy, then change this list.
	 */
	@Test
	void theStateOfTheBuilderIsWhatItWasWhenThisWasWritten() {
		assertThat(BuilderStateCopy.fields()).extracting(Field::getName)
			.containsExactlyInAnyOrder("connectionFactory", "tlsSocketStrategy", "schemePortResolver", "dnsResolver",
					"poolConcurrencyPolicy", "poolReusePolicy", "socketConfigResolver", "connectionConfigResolver",
					"tlsConfigResolver", "systemProperties", "maxConnTotal", "maxConnPerRoute",
					"offLockDisposalEnabled");
	}

	@Test
	void everythingThatWasSetIsCopied() throws IllegalAccessException {
		PoolingHttpClientConnectionManagerBuilder from = PoolingHttpClientConnectionManagerBuilder.create()
			.setConnectionFactory(new ManagedHttpClientConnectionFactory())
			.setTlsSocketStrategy((socket, target, port, attachment, context) -> null)
			.setSchemePortResolver((host) -> 1)
			.setDnsResolver(new TargetDnsResolver())
			.setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
			.setConnPoolPolicy(PoolReusePolicy.FIFO)
			.setDefaultSocketConfig(SocketConfig.DEFAULT)
			.setDefaultConnectionConfig(ConnectionConfig.DEFAULT)
			.setDefaultTlsConfig(TlsConfig.DEFAULT)
			.useSystemProperties()
			.setMaxConnTotal(2)
			.setMaxConnPerRoute(3)
			.setOffLockDisposalEnabled(true);
		PoolingHttpClientConnectionManagerBuilder untouched = PoolingHttpClientConnectionManagerBuilder.create();
		PoolingHttpClientConnectionManagerBuilder to = PoolingHttpClientConnectionManagerBuilder.create();
		new BuilderStateCopy().copy(from, to);
		for (Field field : BuilderStateCopy.fields()) {
			field.setAccessible(true);
			assertThat(field.get(to)).as(field.getName()).isEqualTo(field.get(from)).isNotEqualTo(field.get(untouched));
		}
	}

	@Test
	void aVersionThatCannotBeCopiedStopsTheStart() {
		assertThatExceptionOfType(SocksConfigurationException.class).isThrownBy(() -> new BuilderStateCopy(List.of()))
			.withMessage("The version of Apache HttpClient on the class path cannot be routed through the SOCKS proxy: "
					+ PoolingHttpClientConnectionManagerBuilder.class.getName() + " has changed its shape.")
			.satisfies((ex) -> assertThat(ex.analysis().getAction()).contains("socks.proxy.http.mode=none"));
	}

	@Test
	void aNativeImageCanCopyToo() {
		RuntimeHints hints = new RuntimeHints();
		new BuilderStateCopy.Hints().registerHints(hints, getClass().getClassLoader());
		assertThat(BuilderStateCopy.fields())
			.allMatch((field) -> RuntimeHintsPredicates.reflection().onFieldAccess(field).test(hints));
	}

}
