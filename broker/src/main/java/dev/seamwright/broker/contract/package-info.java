/** Contracts: contents by hash, and which version published which. */
@NullMarked
package dev.seamwright.broker.contract;

import org.jspecify.annotations.NullMarked;
