/** The Pact API over HTTP, on a real database. */
@NullMarked
package dev.seamwright.broker.pactapi;

import org.jspecify.annotations.NullMarked;
