@NullMarked
package dev.seamwright.broker.token;

import org.jspecify.annotations.NullMarked;
