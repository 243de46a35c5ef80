/** What differs between two OpenAPI documents, judged. */
@NullMarked
package dev.seamwright.schemadiff.openapi.rules;

import org.jspecify.annotations.NullMarked;
