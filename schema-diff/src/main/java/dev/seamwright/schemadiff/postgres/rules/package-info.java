/** What a change of a schema means for those who use it: rules, the axes on which they judge, and the statements that prove a break. */
@NullMarked
package dev.seamwright.schemadiff.postgres.rules;

import org.jspecify.annotations.NullMarked;
