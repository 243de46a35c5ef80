/** Detection of builds. */
@NullMarked
package dev.seamwright.cli.build;

import org.jspecify.annotations.NullMarked;
