package io.github.sockskit.boot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.sockskit.SocksVersion;

/**
 * Has the application under test use a SOCKS proxy that runs for its application context,
 * whatever {@code socks.proxy.uri}, {@code socks.proxy.host} and the like say. The server
 * is a {@link io.github.sockskit.test.SocksServer} bean: <pre>
 * &#64;SpringBootTest
 * &#64;EmbeddedSocksProxy
 * class OrdersTests {
 *
 *     &#64;Test
 *     void areFetchedThroughTheProxy(&#64;Autowired SocksServer proxy, &#64;Autowired Orders orders) {
 *         proxy.map("api.example", target.getAddress()); // a local server
 *
 *         orders.fetch();
 *
 *         assertThat(proxy.takeRequest(Duration.ofSeconds(5)).host()).isEqualTo("api.example");
 *     }
 *
 * }
 * </pre>
 *
 * <p>
 * The server lets no test leave the machine: it connects to what was mapped and to
 * loopback, and refuses everything else. It is
 * {@linkplain io.github.sockskit.test.SocksServer#reset() reset} after each test method,
 * which keeps mappings; tests that share it must not run concurrently. It is closed with
 * the context, which test classes with equal attributes and configuration share.
 *
 * <p>
 * The clients that Boot builds on Apache HttpClient 5 and Reactor Netty do not reuse
 * connections in such a test, so that the server is asked for each request.
 *
 * <p>
 * Superclasses and enclosing classes are searched too; the nearest annotation counts. Can
 * be used as a meta-annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface EmbeddedSocksProxy {

	/**
	 * The version that the application speaks. The server understands all.
	 * @return SOCKS5 unless set
	 */
	SocksVersion version() default SocksVersion.SOCKS5;

	/**
	 * The user name that the server demands and the application sends; the user id of
	 * SOCKS4 and SOCKS4A.
	 * @return empty, the default, for a server that demands none
	 */
	String username() default "";

	/**
	 * The password that goes with the user name (SOCKS5).
	 * @return empty unless set
	 */
	String password() default "";

}
