/** What a migration does to the statements of running consumers, observed by executing both. */
@NullMarked
package dev.seamwright.schemadiff.postgres.impact;

import org.jspecify.annotations.NullMarked;
