/** Findings of any engine as text, Markdown, SARIF and JUnit XML. */
@NullMarked
package dev.seamwright.schemadiff.report;

import org.jspecify.annotations.NullMarked;
