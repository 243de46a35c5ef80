/** Versions of participants, their branches and tags. */
@NullMarked
package dev.seamwright.broker.version;

import org.jspecify.annotations.NullMarked;
