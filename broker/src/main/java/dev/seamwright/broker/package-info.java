/** The server: HTTP API, storage, matrix, verdicts, webhooks, auth, audit and telemetry. Starts at {@link dev.seamwright.broker.Main}. */
@NullMarked
package dev.seamwright.broker;

import org.jspecify.annotations.NullMarked;
