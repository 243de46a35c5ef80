/** Verification results, and what is pending or work in progress because of them. */
@NullMarked
package dev.seamwright.broker.verification;

import org.jspecify.annotations.NullMarked;
