/** Whether every value that one schema allows is allowed by another: proved, refuted by a value, or undecided and why. */
@NullMarked
package dev.seamwright.schemadiff.openapi.containment;

import org.jspecify.annotations.NullMarked;
