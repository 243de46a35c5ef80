/** The command line: one class a command. */
@NullMarked
package dev.seamwright.cli;

import org.jspecify.annotations.NullMarked;
