@NullMarked
package dev.seamwright.junit;

import org.jspecify.annotations.NullMarked;
