@NullMarked
package dev.seamwright.schemadiff.postgres.impact;

import org.jspecify.annotations.NullMarked;
