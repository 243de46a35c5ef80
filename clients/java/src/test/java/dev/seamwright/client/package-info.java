@NullMarked
package dev.seamwright.client;

import org.jspecify.annotations.NullMarked;
