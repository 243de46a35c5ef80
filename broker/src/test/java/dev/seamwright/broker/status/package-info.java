@NullMarked
package dev.seamwright.broker.status;

import org.jspecify.annotations.NullMarked;
