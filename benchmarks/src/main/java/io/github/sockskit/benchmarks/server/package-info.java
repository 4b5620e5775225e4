/**
 * The other end, in a process of its own: a proxy and targets that cost little, so that
 * what is measured is the client.
 */
@NullMarked
package io.github.sockskit.benchmarks.server;

import org.jspecify.annotations.NullMarked;
