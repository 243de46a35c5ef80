@NullMarked
package dev.seamwright.broker.workspace;

import org.jspecify.annotations.NullMarked;
