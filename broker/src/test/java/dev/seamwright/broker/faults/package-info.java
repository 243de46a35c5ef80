/** What survives when processes are killed. */
@NullMarked
package dev.seamwright.broker.faults;

import org.jspecify.annotations.NullMarked;
