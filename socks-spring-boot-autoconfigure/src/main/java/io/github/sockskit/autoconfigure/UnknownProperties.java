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
import org.springframework.util.StringUtils;

/**
 * Refuses what stands under {@code socks.proxy} and is no property, mostly because it is
 * misspelt: without TLS or a proxy before it that were meant, credentials would go in the
 * clear. Unlike Boot's own analysis it shows no values. Variables of the environment are
 * left out, as their names are not exact enough to tell.
 */
final class UnknownProperties {

	private UnknownProperties() {
	}

	static void refuse(Environment environment) {
		List<String> names = in(environment);
		if (!names.isEmpty()) {
			throw new SocksConfigurationException(
					"Unknown configuration properties: %s. Without effect, they let connections go another way than meant."
						.formatted(String.join(", ", names)),
					"Correct their names, or remove them.");
		}
	}

	/**
	 * Their names, sorted. An empty value sets nothing, and so looks like one of them.
	 */
	private static List<String> in(Environment environment) {
		try {
			Binder.get(environment)
				.bind("socks.proxy", Bindable.of(SocksProxyProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				return unbound.getUnboundProperties()
					.stream()
					.filter((property) -> StringUtils.hasText(String.valueOf(property.getValue())))
					.map((property) -> property.getName().toString())
					.sorted()
					.toList();
			}
		}
		return List.of();
	}

}
