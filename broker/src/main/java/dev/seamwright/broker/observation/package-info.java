/** What was seen to run, beside what was recorded. */
@NullMarked
package dev.seamwright.broker.observation;

import org.jspecify.annotations.NullMarked;
