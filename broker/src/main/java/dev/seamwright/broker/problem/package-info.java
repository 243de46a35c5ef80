/** Failures, and what a client sees of them: RFC 9457 problems and the Pact API's error bodies. */
@NullMarked
package dev.seamwright.broker.problem;

import org.jspecify.annotations.NullMarked;
