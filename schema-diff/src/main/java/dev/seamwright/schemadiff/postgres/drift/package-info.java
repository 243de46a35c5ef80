/** Whether databases have the schema that they should have: drift of one from what was recorded, skew of many from one another. */
@NullMarked
package dev.seamwright.schemadiff.postgres.drift;

import org.jspecify.annotations.NullMarked;
