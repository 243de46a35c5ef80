/** A service that uses a database which it does not own, and what is recorded of it. */
@NullMarked
package dev.seamwright.recorder.orders;

import org.jspecify.annotations.NullMarked;
