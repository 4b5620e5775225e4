/**
 * A SOCKS server for tests. It has its own codec: one shared with a client would share
 * the client's mistakes. Nothing here depends on the rest of the project.
 */
@NullMarked
package io.github.sockskit.test;

import org.jspecify.annotations.NullMarked;
