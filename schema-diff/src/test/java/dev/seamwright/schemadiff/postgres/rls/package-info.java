@NullMarked
package dev.seamwright.schemadiff.postgres.rls;

import org.jspecify.annotations.NullMarked;
