/** The example that {@code --demo} loads. */
@NullMarked
package dev.seamwright.broker.demo;

import org.jspecify.annotations.NullMarked;
