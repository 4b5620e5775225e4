/**
 * Claims about the auto-configuration, tried out on a SOCKS server and on HTTP servers of
 * this machine.
 */
@NullMarked
package io.github.sockskit.autoconfigure;

import org.jspecify.annotations.NullMarked;
