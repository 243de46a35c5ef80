@NullMarked
package dev.seamwright.broker.rowsecurity;

import org.jspecify.annotations.NullMarked;
