@NullMarked
package dev.seamwright.broker.impact;

import org.jspecify.annotations.NullMarked;
