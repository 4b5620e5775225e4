/**
 * A small Spring Boot application, such as those that take the starter. Knows nothing of
 * SOCKS: properties do.
 */
@NullMarked
package io.github.sockskit.benchmarks.app;

import org.jspecify.annotations.NullMarked;
