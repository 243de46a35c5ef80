/** The append-only, hash-chained log of every state change. */
@NullMarked
package dev.seamwright.broker.audit;

import org.jspecify.annotations.NullMarked;
