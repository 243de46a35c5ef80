/** Tells whoever waits for it that a verdict has changed: compared in the background, in workspaces where a webhook waits. */
@NullMarked
package dev.seamwright.broker.verdictchange;

import org.jspecify.annotations.NullMarked;
