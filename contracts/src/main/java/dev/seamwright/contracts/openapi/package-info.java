/** OpenAPI 2.0 to 3.2, read from JSON or YAML into one model that knows no dialect, with the place of everything. */
@NullMarked
package dev.seamwright.contracts.openapi;

import org.jspecify.annotations.NullMarked;
