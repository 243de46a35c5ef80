/** Tests of the broker as a whole. */
@NullMarked
package dev.seamwright.broker;

import org.jspecify.annotations.NullMarked;
