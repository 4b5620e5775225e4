/**
 * An application in a package of its own, whose configuration slice tests find.
 */
@NullMarked
package io.github.sockskit.autoconfigure.slice;

import org.jspecify.annotations.NullMarked;
