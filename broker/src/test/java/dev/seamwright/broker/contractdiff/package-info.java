@NullMarked
package dev.seamwright.broker.contractdiff;

import org.jspecify.annotations.NullMarked;
