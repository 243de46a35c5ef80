/** Set-ups that people keep in git: read from {@code seamwright.yaml}, compared with what the broker has, and applied. */
@NullMarked
package dev.seamwright.cli.setup;

import org.jspecify.annotations.NullMarked;
