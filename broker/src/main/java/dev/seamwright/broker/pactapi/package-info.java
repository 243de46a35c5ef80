/** The Pact Broker's HTTP API: its paths, HAL shapes and habits over the same services. */
@NullMarked
package dev.seamwright.broker.pactapi;

import org.jspecify.annotations.NullMarked;
