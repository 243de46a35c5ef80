/** Background work that PostgreSQL remembers and any number of brokers share. */
@NullMarked
package dev.seamwright.broker.job;

import org.jspecify.annotations.NullMarked;
