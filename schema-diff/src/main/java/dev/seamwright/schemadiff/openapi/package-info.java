/** OpenAPI documents compared with one another. */
@NullMarked
package dev.seamwright.schemadiff.openapi;

import org.jspecify.annotations.NullMarked;
