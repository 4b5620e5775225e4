package io.github.sockskit.benchmarks.measure;

import java.net.InetSocketAddress;

import io.github.sockskit.benchmarks.contender.Authentication;
import io.github.sockskit.benchmarks.contender.GetContender;
import io.github.sockskit.benchmarks.contender.ProxyAccess;
import io.github.sockskit.benchmarks.contender.TunnelContender;
import io.github.sockskit.benchmarks.server.ServerProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SubjectProcessTests {

	@Test
	void whatItHasDoneComesFromItsJvm() throws Exception {
		try (ServerProcess server = ServerProcess.start();
				Subject subject = SubjectProcess.dialling(TunnelContender.ADAPTIVE,
						server.proxy(Authentication.PASSWORD))) {
			for (int threads : new int[] { 1, 4 }) {
				Subject.Slice slice = subject.work(Workers.platform(threads), 10);
				assertThat(slice.count()).isGreaterThanOrEqualTo(threads);
				assertThat(slice.used().nanos()).isGreaterThanOrEqualTo(10_000_000);
				assertThat(slice.used().allocatedBytes()).isGreaterThan(500 * slice.count());
			}
		}
	}

	@Test
	void oneFailureFailsIt() throws Exception {
		ProxyAccess nobody = new ProxyAccess(new InetSocketAddress("127.0.0.1", 1), Authentication.NONE);
		try (Subject subject = SubjectProcess.getting(GetContender.HTTPCLIENT_JDK, nobody)) {
			assertThatIOException().isThrownBy(() -> subject.work(Workers.platform(1), 10))
				.withMessage("HttpClient 5, JDK failed");
		}
	}

}
