package io.github.sockskit.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * What stands under {@code socks.proxy} and is no property, mostly because it is
 * misspelt. Variables of the environment are left out, as their names are not exact
 * enough to tell.
 */
final class UnknownProperties {

	private UnknownProperties() {
	}

	/** Their names, sorted. */
	static List<String> in(Environment environment) {
		try {
			Binder.get(environment)
				.bind("socks.proxy", Bindable.of(SocksProxyProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				return unbound.getUnboundProperties()
					.stream()
					.map((property) -> property.getName().toString())
					.sorted()
					.toList();
			}
		}
		return List.of();
	}

}
