@NullMarked
package dev.seamwright.broker.http;

import org.jspecify.annotations.NullMarked;
