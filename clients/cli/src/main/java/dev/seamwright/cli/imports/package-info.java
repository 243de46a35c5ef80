/** Carries the data of a running Pact Broker over to another broker, through the HTTP interfaces of both. */
@NullMarked
package dev.seamwright.cli.imports;

import org.jspecify.annotations.NullMarked;
