/** Tests of set-ups. */
@NullMarked
package dev.seamwright.broker.setup;

import org.jspecify.annotations.NullMarked;
