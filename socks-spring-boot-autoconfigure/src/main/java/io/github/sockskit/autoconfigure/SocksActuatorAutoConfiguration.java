package io.github.sockskit.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Keeps the proxy's credentials out of the actuator's answers, even where it is told to
 * show all values.
 */
@AutoConfiguration
@Conditional(OnSocksProxy.Enabled.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class SocksActuatorAutoConfiguration {

	@Bean
	CredentialsSanitizingFunction socksCredentialsSanitizingFunction() {
		return new CredentialsSanitizingFunction();
	}

}
