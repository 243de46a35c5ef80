/** Workflows of GitHub Actions, and whether a merge queue gets past their gates. */
@NullMarked
package dev.seamwright.cli.workflow;

import org.jspecify.annotations.NullMarked;
