/**
 * The clients that are measured, all made to do the same: open a tunnel, or GET over a
 * fresh one, with a deadline, and close it with a reset, so that no port lingers. Nothing
 * here measures.
 */
@NullMarked
package io.github.sockskit.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
