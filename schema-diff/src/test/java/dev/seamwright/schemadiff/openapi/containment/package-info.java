@NullMarked
package dev.seamwright.schemadiff.openapi.containment;

import org.jspecify.annotations.NullMarked;
