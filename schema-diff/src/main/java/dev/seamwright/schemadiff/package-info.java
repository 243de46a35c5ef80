/** The compatibility engine: facts, rules, findings and witnesses. */
@NullMarked
package dev.seamwright.schemadiff;

import org.jspecify.annotations.NullMarked;
