/** Versions on a real database. */
@NullMarked
package dev.seamwright.broker.version;

import org.jspecify.annotations.NullMarked;
