/** Requests to a broker, and the ways in which they fail. */
@NullMarked
package dev.seamwright.cli.http;

import org.jspecify.annotations.NullMarked;
