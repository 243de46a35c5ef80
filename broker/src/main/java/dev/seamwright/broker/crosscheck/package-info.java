/** Verifications of pacts by {@code cross-check}: what is missing, and how the broker makes up for it by itself. */
@NullMarked
package dev.seamwright.broker.crosscheck;

import org.jspecify.annotations.NullMarked;
