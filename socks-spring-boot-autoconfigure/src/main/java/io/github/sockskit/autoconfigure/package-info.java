/**
 * Spring Boot applications through a SOCKS proxy: properties, the dialer bean, and how
 * the HTTP clients that Boot configures get their connections from it. Nothing here knows
 * the protocol.
 */
@NullMarked
package io.github.sockskit.autoconfigure;

import org.jspecify.annotations.NullMarked;
