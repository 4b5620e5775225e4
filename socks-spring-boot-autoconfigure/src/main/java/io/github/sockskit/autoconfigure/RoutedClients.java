package io.github.sockskit.autoconfigure;

/**
 * Says, in the line at start, which clients go through the proxy.
 */
@FunctionalInterface
interface RoutedClients {

	/**
	 * Asked once, when all singletons exist.
	 * @return a noun phrase
	 */
	String describe();

}
