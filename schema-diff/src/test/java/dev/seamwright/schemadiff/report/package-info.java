@NullMarked
package dev.seamwright.schemadiff.report;

import org.jspecify.annotations.NullMarked;
