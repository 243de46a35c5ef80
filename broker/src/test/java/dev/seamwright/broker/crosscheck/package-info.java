/** Tests of verifications by cross-check. */
@NullMarked
package dev.seamwright.broker.crosscheck;

import org.jspecify.annotations.NullMarked;
