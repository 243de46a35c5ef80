/** Whether what runs is what was recorded: targets that workers look at, what they find, and since when. */
@NullMarked
package dev.seamwright.broker.drift;

import org.jspecify.annotations.NullMarked;
