package io.github.sockskit.autoconfigure;

import java.util.stream.Collectors;

import io.github.sockskit.SocksDialer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * One line in the log that says where connections go. Being what it is, it also has the
 * dialer created at startup under lazy initialization, where a missing proxy has to stop
 * the start as well.
 */
final class SocksStartupReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(SocksStartupReport.class);

	private final SocksDialer dialer;

	private final DirectHosts directHosts;

	private final ObjectProvider<RoutedClients> routedClients;

	SocksStartupReport(SocksDialer dialer, DirectHosts directHosts, ObjectProvider<RoutedClients> routedClients) {
		this.dialer = dialer;
		this.directHosts = directHosts;
		this.routedClients = routedClients;
	}

	@Override
	public void afterSingletonsInstantiated() {
		String routed = routedClients.orderedStream().map(RoutedClients::describe).collect(Collectors.joining("; "));
		logger.info("SOCKS proxy %s; direct: %s; routed: %s".formatted(dialer, directHosts,
				routed.isEmpty() ? "no HTTP clients" : routed));
	}

}
