/** The wrappers of CI systems in {@code clients/ci}: made of one manifest, linted, and run as the CI system would. */
@NullMarked
package dev.seamwright.cli.ci;

import org.jspecify.annotations.NullMarked;
