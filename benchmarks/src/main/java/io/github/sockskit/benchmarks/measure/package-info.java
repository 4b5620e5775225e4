/**
 * What is measured on the loopback.
 */
@NullMarked
package io.github.sockskit.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
