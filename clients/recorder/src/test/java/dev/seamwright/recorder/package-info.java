@NullMarked
package dev.seamwright.recorder;

import org.jspecify.annotations.NullMarked;
