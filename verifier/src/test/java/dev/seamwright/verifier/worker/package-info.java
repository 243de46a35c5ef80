/** Tests of the worker. */
@NullMarked
package dev.seamwright.verifier.worker;

import org.jspecify.annotations.NullMarked;
