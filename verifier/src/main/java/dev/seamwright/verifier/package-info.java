/** Verification of one side of a seam against the other: static comparison, replay and probes. */
@NullMarked
package dev.seamwright.verifier;

import org.jspecify.annotations.NullMarked;
