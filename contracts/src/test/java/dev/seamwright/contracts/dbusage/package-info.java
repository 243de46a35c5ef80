@NullMarked
package dev.seamwright.contracts.dbusage;

import org.jspecify.annotations.NullMarked;
