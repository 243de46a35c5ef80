/** Verdicts: may this be deployed or merged, and if not, exactly why. */
@NullMarked
package dev.seamwright.broker.verdict;

import org.jspecify.annotations.NullMarked;
