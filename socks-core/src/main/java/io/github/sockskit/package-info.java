/**
 * Connections through a SOCKS proxy: what users see. Nothing here knows the bytes of a
 * message.
 */
@NullMarked
package io.github.sockskit;

import org.jspecify.annotations.NullMarked;
