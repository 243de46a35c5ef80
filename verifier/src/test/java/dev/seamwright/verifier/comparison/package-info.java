/** Tests of the cross-check. */
@NullMarked
package dev.seamwright.verifier.comparison;

import org.jspecify.annotations.NullMarked;
