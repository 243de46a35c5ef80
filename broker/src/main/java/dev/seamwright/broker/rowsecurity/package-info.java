/** Reviews of the row-level security of schemas that are stored. */
@NullMarked
package dev.seamwright.broker.rowsecurity;

import org.jspecify.annotations.NullMarked;
