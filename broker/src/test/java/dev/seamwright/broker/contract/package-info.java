/** Tests of contracts. */
@NullMarked
package dev.seamwright.broker.contract;

import org.jspecify.annotations.NullMarked;
