/**
 * Authentication methods of SOCKS5: what a method says, as bytes. Those that there are,
 * and what it takes to add one ({@link io.github.sockskit.auth.AuthMethod}). Knows
 * nothing of the messages around it, and does no I/O.
 */
@NullMarked
package io.github.sockskit.auth;

import org.jspecify.annotations.NullMarked;
