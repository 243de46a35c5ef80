/** The Model Context Protocol: what coding agents ask before they write. */
@NullMarked
package dev.seamwright.broker.mcp;

import org.jspecify.annotations.NullMarked;
