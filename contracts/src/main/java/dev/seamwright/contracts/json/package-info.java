/** JSON read strictly, kept exactly, and written canonically. */
@NullMarked
package dev.seamwright.contracts.json;

import org.jspecify.annotations.NullMarked;
