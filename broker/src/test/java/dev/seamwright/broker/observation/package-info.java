/** Tests of observed versions. */
@NullMarked
package dev.seamwright.broker.observation;

import org.jspecify.annotations.NullMarked;
