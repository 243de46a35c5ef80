@NullMarked
package dev.seamwright.broker.matrix;

import org.jspecify.annotations.NullMarked;
