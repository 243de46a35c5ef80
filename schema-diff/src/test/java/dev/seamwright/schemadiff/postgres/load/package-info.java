@NullMarked
package dev.seamwright.schemadiff.postgres.load;

import org.jspecify.annotations.NullMarked;
