/** Whole command lines, against a stub of a broker. */
@NullMarked
package dev.seamwright.cli;

import org.jspecify.annotations.NullMarked;
