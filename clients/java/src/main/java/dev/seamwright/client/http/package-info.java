/** How requests travel: credentials, attempts, time-outs, failures. For generated operations; others use {@code Seamwright}. */
@NullMarked
package dev.seamwright.client.http;

import org.jspecify.annotations.NullMarked;
