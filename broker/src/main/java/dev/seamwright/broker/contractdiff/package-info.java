/** What changed from one stored contract to another, what that means, and for whom. */
@NullMarked
package dev.seamwright.broker.contractdiff;

import org.jspecify.annotations.NullMarked;
