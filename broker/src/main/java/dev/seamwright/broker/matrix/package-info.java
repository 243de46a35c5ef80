/** The matrix: which consumer versions were verified with which provider versions. */
@NullMarked
package dev.seamwright.broker.matrix;

import org.jspecify.annotations.NullMarked;
