@NullMarked
package dev.seamwright.schemadiff.postgres.shadow;

import org.jspecify.annotations.NullMarked;
