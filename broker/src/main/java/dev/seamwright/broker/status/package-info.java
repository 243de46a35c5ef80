/** How the seams stand in the environments now: what people look at rather than ask. */
@NullMarked
package dev.seamwright.broker.status;

import org.jspecify.annotations.NullMarked;
