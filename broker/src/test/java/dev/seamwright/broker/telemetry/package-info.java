/** Tests of what an operator sees. */
@NullMarked
package dev.seamwright.broker.telemetry;

import org.jspecify.annotations.NullMarked;
