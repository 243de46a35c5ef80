/** What a consumer asks of a database: its statements, and as whom it runs them. */
@NullMarked
package dev.seamwright.contracts.dbusage;

import org.jspecify.annotations.NullMarked;
