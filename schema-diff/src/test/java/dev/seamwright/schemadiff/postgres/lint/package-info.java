@NullMarked
package dev.seamwright.schemadiff.postgres.lint;

import org.jspecify.annotations.NullMarked;
