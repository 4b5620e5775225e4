/**
 * What is measured, and how.
 */
@NullMarked
package io.github.sockskit.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
