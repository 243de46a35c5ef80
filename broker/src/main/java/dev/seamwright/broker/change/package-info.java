/** Requests that wait until something changes in their workspace, in whichever broker. */
@NullMarked
package dev.seamwright.broker.change;

import org.jspecify.annotations.NullMarked;
