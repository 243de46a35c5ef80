/** The statements of a consumer, from where they were seen: without their values. */
@NullMarked
package dev.seamwright.schemadiff.postgres.recording;

import org.jspecify.annotations.NullMarked;
