@NullMarked
package dev.seamwright.broker.mcp;

import org.jspecify.annotations.NullMarked;
