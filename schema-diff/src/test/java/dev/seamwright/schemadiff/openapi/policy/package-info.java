/** Tests of policies. */
@NullMarked
package dev.seamwright.schemadiff.openapi.policy;

import org.jspecify.annotations.NullMarked;
