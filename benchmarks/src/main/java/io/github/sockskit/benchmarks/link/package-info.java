/**
 * A network between this machine and itself in which packets take their time. Knows
 * nothing of SOCKS.
 */
@NullMarked
package io.github.sockskit.benchmarks.link;

import org.jspecify.annotations.NullMarked;
