@NullMarked
package dev.seamwright.schemadiff.postgres.recording;

import org.jspecify.annotations.NullMarked;
