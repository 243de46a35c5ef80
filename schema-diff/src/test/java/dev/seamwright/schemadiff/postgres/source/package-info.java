@NullMarked
package dev.seamwright.schemadiff.postgres.source;

import org.jspecify.annotations.NullMarked;
