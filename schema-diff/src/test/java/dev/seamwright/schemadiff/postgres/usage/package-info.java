@NullMarked
package dev.seamwright.schemadiff.postgres.usage;

import org.jspecify.annotations.NullMarked;
