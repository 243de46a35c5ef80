/** What an organisation makes of findings: severities, stability, deprecation, and changes that it accepts. */
@NullMarked
package dev.seamwright.schemadiff.openapi.policy;

import org.jspecify.annotations.NullMarked;
