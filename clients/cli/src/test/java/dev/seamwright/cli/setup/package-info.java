/** Tests of set-ups. */
@NullMarked
package dev.seamwright.cli.setup;

import org.jspecify.annotations.NullMarked;
