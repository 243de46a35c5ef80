/** The HTTP edge: authentication, transactions around handlers, bodies, links and HAL. */
@NullMarked
package dev.seamwright.broker.http;

import org.jspecify.annotations.NullMarked;
