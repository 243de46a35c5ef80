/** Webhooks: HTTP requests to others when a contract or a verification is published, delivered at least once. */
@NullMarked
package dev.seamwright.broker.webhook;

import org.jspecify.annotations.NullMarked;
