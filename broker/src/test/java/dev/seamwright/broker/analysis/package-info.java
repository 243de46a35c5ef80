@NullMarked
package dev.seamwright.broker.analysis;

import org.jspecify.annotations.NullMarked;
