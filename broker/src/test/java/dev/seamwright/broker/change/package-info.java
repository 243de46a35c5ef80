@NullMarked
package dev.seamwright.broker.change;

import org.jspecify.annotations.NullMarked;
