/** Values that every module shares, and one package for each contract format. */
@NullMarked
package dev.seamwright.contracts;

import org.jspecify.annotations.NullMarked;
