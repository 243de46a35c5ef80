@NullMarked
package dev.seamwright.broker.story;

import org.jspecify.annotations.NullMarked;
