@NullMarked
package dev.seamwright.schemadiff.postgres.syntax;

import org.jspecify.annotations.NullMarked;
