/**
 * An embedded SOCKS proxy for Spring Boot tests: the annotation and what it adds to the
 * test's application context. The server itself is that of {@code socks-test}.
 */
@NullMarked
package io.github.sockskit.boot.test;

import org.jspecify.annotations.NullMarked;
