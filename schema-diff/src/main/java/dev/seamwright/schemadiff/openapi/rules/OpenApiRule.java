package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.Effect;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One rule about a change of an OpenAPI document: all that is known of it.
 *
 * @param failing the level where somebody is known to fail
 * @param quiet the level where nobody is
 */
record OpenApiRule(Rule rule, Predicate<Change> matches, Level failing, Level quiet) {
    Level level(Change change) {
        return switch (change.effect()) {
            case Effect.Fails fails -> failing;
            case Effect.Unknown unknown -> Level.UNDECIDED;
            case Effect.None none -> quiet;
        };
    }

    static Entry when(Subject subject, Edit... edits) {
        var set = Set.of(edits);
        return new Entry(
                change -> change.subject() == subject && (set.isEmpty() || set.contains(change.edit())),
                Level.BREAKING,
                Level.SAFE);
    }

    /** A rule without its text. */
    record Entry(Predicate<Change> matches, Level failing, Level quiet) {
        Entry and(Predicate<Change> more) {
            return new Entry(matches.and(more), failing, quiet);
        }

        /** The level where somebody fails. */
        Entry failing(Level level) {
            return new Entry(matches, level, quiet);
        }

        /** The level where nobody is known to fail. */
        Entry otherwise(Level level) {
            return new Entry(matches, failing, level);
        }

        OpenApiRule rule(String id, String title, String rationale, String remedy) {
            return new OpenApiRule(new Rule(id, title, rationale, remedy), matches, failing, quiet);
        }
    }
}
