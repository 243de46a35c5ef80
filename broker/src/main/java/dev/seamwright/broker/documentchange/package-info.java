/** What the OpenAPI document of a version changes against the one before it. */
@NullMarked
package dev.seamwright.broker.documentchange;

import org.jspecify.annotations.NullMarked;
