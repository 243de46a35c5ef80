/** What an operator sees of the running broker: logs, metrics, traces, health. */
@NullMarked
package dev.seamwright.broker.telemetry;

import org.jspecify.annotations.NullMarked;
