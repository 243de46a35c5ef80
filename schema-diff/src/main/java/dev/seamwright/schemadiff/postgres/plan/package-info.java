/** When a migration may run: what breaks nobody now, and what waits for which consumer (expand and contract). */
@NullMarked
package dev.seamwright.schemadiff.postgres.plan;

import org.jspecify.annotations.NullMarked;
