@NullMarked
package dev.seamwright.schemadiff.postgres.server;

import org.jspecify.annotations.NullMarked;
