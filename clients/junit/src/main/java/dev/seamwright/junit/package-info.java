/** Publishes what a run of JUnit tests found out, by the command line. */
@NullMarked
package dev.seamwright.junit;

import org.jspecify.annotations.NullMarked;
