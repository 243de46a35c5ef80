/** API tokens: who may call, in which workspace, with which scope. */
@NullMarked
package dev.seamwright.broker.token;

import org.jspecify.annotations.NullMarked;
