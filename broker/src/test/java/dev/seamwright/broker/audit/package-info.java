@NullMarked
package dev.seamwright.broker.audit;

import org.jspecify.annotations.NullMarked;
