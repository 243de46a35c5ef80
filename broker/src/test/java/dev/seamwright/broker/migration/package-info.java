@NullMarked
package dev.seamwright.broker.migration;

import org.jspecify.annotations.NullMarked;
