/** Tests of the database behind the broker. */
@NullMarked
package dev.seamwright.broker.db;

import org.jspecify.annotations.NullMarked;
