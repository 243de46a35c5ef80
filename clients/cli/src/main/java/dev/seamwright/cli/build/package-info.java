/** What git and the CI system know about the running build. */
@NullMarked
package dev.seamwright.cli.build;

import org.jspecify.annotations.NullMarked;
