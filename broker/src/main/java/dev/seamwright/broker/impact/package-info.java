/** What breaks if a contract changes: the question of those who are about to write the change. */
@NullMarked
package dev.seamwright.broker.impact;

import org.jspecify.annotations.NullMarked;
