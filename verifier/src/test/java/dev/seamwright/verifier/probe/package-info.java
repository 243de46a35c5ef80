/** Tests of probes. */
@NullMarked
package dev.seamwright.verifier.probe;

import org.jspecify.annotations.NullMarked;
