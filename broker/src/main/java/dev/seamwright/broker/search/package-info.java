/** Finds what has a name. */
@NullMarked
package dev.seamwright.broker.search;

import org.jspecify.annotations.NullMarked;
