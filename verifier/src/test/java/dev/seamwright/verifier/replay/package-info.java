/** Tests of replays. */
@NullMarked
package dev.seamwright.verifier.replay;

import org.jspecify.annotations.NullMarked;
