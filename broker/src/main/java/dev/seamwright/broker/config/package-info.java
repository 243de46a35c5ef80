/** What the broker can be told, and where it was told so: flags, environment, configuration file, defaults. */
@NullMarked
package dev.seamwright.broker.config;

import org.jspecify.annotations.NullMarked;
