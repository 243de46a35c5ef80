/** The question whether a version can be deployed or merged: asked, answered, printed and remembered. */
@NullMarked
package dev.seamwright.cli.verdict;

import org.jspecify.annotations.NullMarked;
