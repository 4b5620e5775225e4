/**
 * Authentication methods of SOCKS5: what a method says, as bytes. Knows nothing of the
 * messages around it, and does no I/O.
 */
@NullMarked
package io.github.sockskit.auth;

import org.jspecify.annotations.NullMarked;
