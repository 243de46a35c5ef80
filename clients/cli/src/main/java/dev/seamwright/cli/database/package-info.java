/** Live databases: the one place that opens connections to them. */
@NullMarked
package dev.seamwright.cli.database;

import org.jspecify.annotations.NullMarked;
