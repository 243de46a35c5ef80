/** Releases: which versions are out there in an environment and still supported. */
@NullMarked
package dev.seamwright.broker.release;

import org.jspecify.annotations.NullMarked;
