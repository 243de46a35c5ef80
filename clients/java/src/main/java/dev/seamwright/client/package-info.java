/**
 * A client of a Seamwright broker: {@link dev.seamwright.client.Seamwright} is the way in. The operations and what they take and
 * give (packages {@code api} and {@code model}) are generated from the description of the broker's API.
 */
@NullMarked
package dev.seamwright.client;

import org.jspecify.annotations.NullMarked;
