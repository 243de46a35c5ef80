/** Deployments: which version an application instance runs in an environment. */
@NullMarked
package dev.seamwright.broker.deployment;

import org.jspecify.annotations.NullMarked;
