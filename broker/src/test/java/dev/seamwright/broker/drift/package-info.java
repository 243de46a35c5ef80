/** Tests of drift targets. */
@NullMarked
package dev.seamwright.broker.drift;

import org.jspecify.annotations.NullMarked;
