/**
 * Samples, what is to be seen in them, and the document that shows both. Nothing here
 * measures.
 */
@NullMarked
package io.github.sockskit.benchmarks.report;

import org.jspecify.annotations.NullMarked;
