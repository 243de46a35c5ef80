@NullMarked
package dev.seamwright.broker.verificationjob;

import org.jspecify.annotations.NullMarked;
