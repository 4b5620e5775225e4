/**
 * The one command: which measures there are, each run in a JVM of its own, and the
 * document that comes of it.
 */
@NullMarked
package io.github.sockskit.benchmarks;

import org.jspecify.annotations.NullMarked;
