/** What may be migrated when. */
@NullMarked
package dev.seamwright.schemadiff.postgres.plan;

import org.jspecify.annotations.NullMarked;
