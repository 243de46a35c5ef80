@NullMarked
package dev.seamwright.broker.db.embedded;

import org.jspecify.annotations.NullMarked;
