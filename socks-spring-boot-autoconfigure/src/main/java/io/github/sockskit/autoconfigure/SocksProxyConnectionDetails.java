package io.github.sockskit.autoconfigure;

import io.github.sockskit.SocksProxy;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the application's SOCKS proxy is. A bean of this type replaces what the
 * properties {@code socks.proxy.uri}, {@code version}, {@code host}, {@code port},
 * {@code username} and {@code password} say; all other properties still count.
 */
public interface SocksProxyConnectionDetails extends ConnectionDetails {

	/**
	 * The proxy, with its credentials. Called once, at startup.
	 * @return the proxy; its timeout counts unless {@code socks.proxy.connect-timeout} is
	 * set
	 */
	SocksProxy getProxy();

}
