package io.github.sockskit.autoconfigure;

import io.github.sockskit.autoconfigure.SocksProxyProperties.Http.Mode;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether the proxy is enabled, for certain clients. Reads the properties as their record
 * does: to Boot's own conditions an empty value, or one with a blank behind it, is
 * neither this nor that, and connections would go past the proxy.
 */
abstract class OnSocksProxy implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Binder binder = Binder.get(context.getEnvironment());
		boolean enabled = binder.bind("socks.proxy.enabled", Boolean.class).orElse(true);
		return enabled && matches(binder.bind("socks.proxy.http.mode", Mode.class).orElse(Mode.ALL));
	}

	abstract boolean matches(Mode mode);

	/** For whatever clients. */
	static final class Enabled extends OnSocksProxy {

		@Override
		boolean matches(Mode mode) {
			return true;
		}

	}

	/** For all HTTP clients. */
	static final class ForAll extends OnSocksProxy {

		@Override
		boolean matches(Mode mode) {
			return mode == Mode.ALL;
		}

	}

	/** For HTTP clients that are asked for. */
	static final class ForQualified extends OnSocksProxy {

		@Override
		boolean matches(Mode mode) {
			return mode == Mode.QUALIFIED;
		}

	}

}
