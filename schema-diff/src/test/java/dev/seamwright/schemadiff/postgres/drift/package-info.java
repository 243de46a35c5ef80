@NullMarked
package dev.seamwright.schemadiff.postgres.drift;

import org.jspecify.annotations.NullMarked;
