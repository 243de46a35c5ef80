/** The server: HTTP API, storage, matrix, verdicts, webhooks, auth, audit and telemetry. */
@NullMarked
package dev.seamwright.broker;

import org.jspecify.annotations.NullMarked;
