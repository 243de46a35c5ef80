/** Participants: what owns versions, an application or a database. */
@NullMarked
package dev.seamwright.broker.participant;

import org.jspecify.annotations.NullMarked;
