/** Findings of any engine as text, Markdown, SARIF, JUnit XML, annotations of GitHub and Code Quality of GitLab. */
@NullMarked
package dev.seamwright.schemadiff.report;

import org.jspecify.annotations.NullMarked;
