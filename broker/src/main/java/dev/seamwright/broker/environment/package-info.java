/** Environments: where versions run, and who answers for them. */
@NullMarked
package dev.seamwright.broker.environment;

import org.jspecify.annotations.NullMarked;
