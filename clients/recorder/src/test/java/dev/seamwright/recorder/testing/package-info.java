/** What the tests of the recorder share. */
@NullMarked
package dev.seamwright.recorder.testing;

import org.jspecify.annotations.NullMarked;
