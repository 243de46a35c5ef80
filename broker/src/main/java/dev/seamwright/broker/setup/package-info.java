/** Set-ups: which participants, environments and webhooks were applied from a file that people keep in git. */
@NullMarked
package dev.seamwright.broker.setup;

import org.jspecify.annotations.NullMarked;
