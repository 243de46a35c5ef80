/** The consumer tests from which the pacts of the demo come. */
@NullMarked
package dev.seamwright.broker.demo;

import org.jspecify.annotations.NullMarked;
