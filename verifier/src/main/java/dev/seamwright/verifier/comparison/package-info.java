/** The cross-check: a pact against an OpenAPI document, without a running provider. */
@NullMarked
package dev.seamwright.verifier.comparison;

import org.jspecify.annotations.NullMarked;
