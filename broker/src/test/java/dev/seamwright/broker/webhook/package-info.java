/** Webhooks, tested against real receivers on loopback. */
@NullMarked
package dev.seamwright.broker.webhook;

import org.jspecify.annotations.NullMarked;
