/** A broker and a world for tests. */
@NullMarked
package dev.seamwright.cli.testing;

import org.jspecify.annotations.NullMarked;
