/**
 * The SOCKS messages and the order in which they go: bytes only. No socket, stream,
 * channel, clock or thread belongs here, and nothing of the API above.
 */
@NullMarked
package io.github.sockskit.internal.protocol;

import org.jspecify.annotations.NullMarked;
