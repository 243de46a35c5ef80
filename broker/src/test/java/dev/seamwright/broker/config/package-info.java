/** Tests of what the broker can be told. */
@NullMarked
package dev.seamwright.broker.config;

import org.jspecify.annotations.NullMarked;
