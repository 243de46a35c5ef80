/** Can I migrate: what a database's migration does to the consumers that run, and in which phases it may be made. */
@NullMarked
package dev.seamwright.broker.migration;

import org.jspecify.annotations.NullMarked;
