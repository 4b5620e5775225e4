/**
 * An application that fetches a page through a SOCKS proxy, in the three ways that Spring
 * Boot configures, and reports how that went. Knows SOCKS from its properties only, apart
 * from {@link io.github.sockskit.sample.Demo}, which brings a proxy to try.
 */
@NullMarked
package io.github.sockskit.sample;

import org.jspecify.annotations.NullMarked;
