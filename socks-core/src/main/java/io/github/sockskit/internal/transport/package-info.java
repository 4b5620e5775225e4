/**
 * Ways for bytes to travel, and the time they may take: unix-domain sockets, TLS,
 * encapsulated streams, blocking calls within a deadline. Nothing here knows a dialer, a
 * proxy or a failure of the API.
 */
@NullMarked
package io.github.sockskit.internal.transport;

import org.jspecify.annotations.NullMarked;
