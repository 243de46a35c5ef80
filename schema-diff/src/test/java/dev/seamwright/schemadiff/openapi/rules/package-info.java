@NullMarked
package dev.seamwright.schemadiff.openapi.rules;

import org.jspecify.annotations.NullMarked;
