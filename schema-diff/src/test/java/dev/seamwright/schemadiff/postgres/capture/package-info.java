@NullMarked
package dev.seamwright.schemadiff.postgres.capture;

import org.jspecify.annotations.NullMarked;
