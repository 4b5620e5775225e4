package io.github.sockskit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives all test classes of a run the same {@link Targets}, which end with the run.
 */
final class TargetsResolver implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Targets.class;
	}

	@Override
	public Targets resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return context.getRoot()
			.getStore(Namespace.create(TargetsResolver.class))
			.computeIfAbsent(Targets.class, (key) -> open(), Targets.class);
	}

	private static Targets open() {
		try {
			return new Targets();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
