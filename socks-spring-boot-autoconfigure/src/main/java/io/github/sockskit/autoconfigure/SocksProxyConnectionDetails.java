package io.github.sockskit.autoconfigure;

import java.util.List;

import io.github.sockskit.SocksProxy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * The way to the application's SOCKS proxy. A bean of this type replaces what the
 * properties {@code socks.proxy.uri}, {@code version}, {@code host}, {@code port},
 * {@code username}, {@code password}, {@code ssl}, {@code gssapi} and {@code through}
 * say, even if it says less than they do; all other properties still count.
 */
public interface SocksProxyConnectionDetails extends ConnectionDetails {

	/**
	 * The proxy, with its credentials or authentication methods. Called once, at startup.
	 * @return the proxy; its timeout counts unless {@code socks.proxy.connect-timeout} is
	 * set
	 */
	SocksProxy getProxy();

	/**
	 * What to speak TLS to the proxy with. Called at startup and, if there is one then,
	 * at each connection to the proxy: another bundle counts from the next connection on,
	 * so one that was reloaded should be returned. Has to be thread-safe.
	 * @return the bundle, {@code null} if the proxy does not take TLS
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

	/**
	 * The proxies through which the proxy is reached. Called once, at startup.
	 * @return the proxies, the one to connect to first at the head; their timeouts do not
	 * count. Empty if the proxy is connected to directly
	 */
	default List<SocksProxy> getThrough() {
		return List.of();
	}

}
