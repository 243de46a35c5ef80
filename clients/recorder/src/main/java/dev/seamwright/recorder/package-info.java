/** Writes down which statements a service's tests run on a database, where in the service, and in which test. */
@NullMarked
package dev.seamwright.recorder;

import org.jspecify.annotations.NullMarked;
