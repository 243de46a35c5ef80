package dev.seamwright.broker.impact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.schemadiff.postgres.shadow.Script;

/** What somebody thinks of changing. */
sealed interface Change {
    /** Statements for a database. */
    record Ddl(Script script) implements Change {}

    /** Another OpenAPI document in place of the recorded one. */
    record Document(String text) implements Change {}

    /** Operations on the recorded document (RFC 6902). */
    record JsonPatch(JsonNode operations) implements Change {}

    /** Members of the recorded document (RFC 7396). */
    record MergePatch(JsonNode patch) implements Change {}

    /** A diff as git writes it, of the recorded document. */
    record Diff(UnifiedDiff diff) implements Change {}
}
