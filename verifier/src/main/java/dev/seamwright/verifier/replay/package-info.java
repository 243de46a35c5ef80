/** Replays pacts against a running provider, with Pact JVM's model and matching in this process. */
@NullMarked
package dev.seamwright.verifier.replay;

import org.jspecify.annotations.NullMarked;
