/** Providers of our own, right ones and wrong ones. */
@NullMarked
package dev.seamwright.verifier.testing;

import org.jspecify.annotations.NullMarked;
