/** The PostgreSQL server that the broker brings along, starts and stops when no other database is configured. */
@NullMarked
package dev.seamwright.broker.db.embedded;

import org.jspecify.annotations.NullMarked;
