/**
 * The code in the README, compiled and run. A line that stands there has to stand here.
 */
package io.github.sockskit.readme;
