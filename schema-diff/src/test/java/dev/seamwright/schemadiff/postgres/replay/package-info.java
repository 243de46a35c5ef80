@NullMarked
package dev.seamwright.schemadiff.postgres.replay;

import org.jspecify.annotations.NullMarked;
