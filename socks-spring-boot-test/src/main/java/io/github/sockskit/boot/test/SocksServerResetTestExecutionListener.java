package io.github.sockskit.boot.test;

import io.github.sockskit.test.SocksServer;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Has each test method begin with an embedded server that behaves and has recorded
 * nothing, except for what the application did at its start.
 */
final class SocksServerResetTestExecutionListener implements TestExecutionListener, Ordered {

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			if (context.containsBean(EmbeddedSocksProxyContextCustomizer.SERVER)) {
				context.getBean(EmbeddedSocksProxyContextCustomizer.SERVER, SocksServer.class).reset();
			}
		}
	}

	/** After listeners that look at what was recorded. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
