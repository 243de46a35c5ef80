/** What the clients of all languages do alike: one table of cases, and their examples against a broker. */
@NullMarked
package dev.seamwright.behaviour;

import org.jspecify.annotations.NullMarked;
