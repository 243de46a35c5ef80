@NullMarked
package dev.seamwright.schemadiff.postgres.rules;

import org.jspecify.annotations.NullMarked;
