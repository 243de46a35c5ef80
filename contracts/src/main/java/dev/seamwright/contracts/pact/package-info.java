/** Pacts of every specification version: read, hashed as the Pact Broker does, merged, and compared for people. */
@NullMarked
package dev.seamwright.contracts.pact;

import org.jspecify.annotations.NullMarked;
