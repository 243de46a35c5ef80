/** What the broker's tests stand on: a real PostgreSQL, a running broker, an HTTP client. */
@NullMarked
package dev.seamwright.broker.testing;

import org.jspecify.annotations.NullMarked;
