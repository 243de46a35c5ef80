/** Does the broker's jobs near the providers: claims them, replays, keeps the lease, and hands back what came out. */
@NullMarked
package dev.seamwright.verifier.worker;

import org.jspecify.annotations.NullMarked;
