/** Verifications of {@code db-usage} by {@code query-replay}: what is missing, and how the broker makes up for it by itself. */
@NullMarked
package dev.seamwright.broker.queryreplay;

import org.jspecify.annotations.NullMarked;
