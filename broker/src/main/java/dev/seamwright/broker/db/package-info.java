/** The database edge: pool, migrations, start-up guard, and the one way to a transaction. */
@NullMarked
package dev.seamwright.broker.db;

import org.jspecify.annotations.NullMarked;
