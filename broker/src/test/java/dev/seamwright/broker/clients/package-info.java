/** The clients that everybody has, unmodified and in processes of their own, against a running broker. */
@NullMarked
package dev.seamwright.broker.clients;

import org.jspecify.annotations.NullMarked;
