/**
 * What has to be verified near the provider, by workers that claim it over HTTP: planned in the transaction of its cause, leased, tried again,
 * and never without a cause that says why it is not done. Background work of the broker itself is {@code broker.job}.
 */
@NullMarked
package dev.seamwright.broker.verificationjob;

import org.jspecify.annotations.NullMarked;
