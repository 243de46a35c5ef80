/** Analyses that depend on the request alone: the engines, over HTTP. */
@NullMarked
package dev.seamwright.broker.analysis;

import org.jspecify.annotations.NullMarked;
