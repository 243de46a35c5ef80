/** Nothing of one workspace reaches another: by any route, by raw SQL, or through a pool. */
@NullMarked
package dev.seamwright.broker.isolation;

import org.jspecify.annotations.NullMarked;
