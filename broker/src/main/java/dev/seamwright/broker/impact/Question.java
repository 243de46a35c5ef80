package dev.seamwright.broker.impact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What breaks if this changes?
 *
 * @param participant whose contract changes; null: the one database that has what is named
 */
record Question(@Nullable ParticipantName participant, Change change) {
    private static final int MOST_STATEMENTS = 50;
    private static final int LONGEST_DDL = 100_000;
    private static final int LONGEST_SENTENCE = 500;
    private static final int MOST_OPERATIONS = 500;
    private static final List<String> CHANGES =
            List.of("question", "ddl", "openapi", "jsonPatch", "mergePatch", "diff");

    /** Reads {@code {"participant": …}} with exactly one of the changes. */
    static Question of(ObjectNode body) {
        var name = Requests.text(body, "participant");
        var given = CHANGES.stream().filter(body::hasNonNull).toList();
        if (given.size() != 1) {
            throw new InvalidInput(
                    "",
                    "Must have exactly one of %s; it has %s."
                            .formatted(
                                    String.join(", ", CHANGES), given.isEmpty() ? "none" : String.join(", ", given)));
        }
        var change = change(body, given.getFirst());
        if (name == null && !(change instanceof Change.Ddl)) {
            throw new InvalidInput("/participant", "Is missing: name the provider whose OpenAPI document changes.");
        }
        return new Question(name == null ? null : new ParticipantName(name), change);
    }

    private static Change change(ObjectNode body, String member) {
        return switch (member) {
            case "question" -> ddl("question", Sentence.ddl(text(body, "question", LONGEST_SENTENCE)));
            case "ddl" -> ddl("change", text(body, "ddl", LONGEST_DDL));
            case "openapi" -> new Change.Document(text(body, "openapi", Integer.MAX_VALUE));
            case "jsonPatch" -> {
                var patch = body.path("jsonPatch");
                if (!patch.isArray() || patch.isEmpty() || patch.size() > MOST_OPERATIONS) {
                    throw new InvalidInput(
                            "/jsonPatch",
                            "Must be an array of 1 to %d operations (RFC 6902).".formatted(MOST_OPERATIONS));
                }
                yield new Change.JsonPatch(patch);
            }
            case "mergePatch" -> {
                var patch = body.path("mergePatch");
                if (!patch.isObject()) {
                    throw new InvalidInput("/mergePatch", "Must be an object (RFC 7396).");
                }
                yield new Change.MergePatch(patch);
            }
            default -> diff(text(body, "diff", Integer.MAX_VALUE));
        };
    }

    /** New SQL in a diff is DDL; else it is one of the recorded document. */
    private static Change diff(String text) {
        var files = UnifiedDiff.files(text);
        if (files.isEmpty()) {
            throw new InvalidInput(
                    "/diff", "Is no diff that git writes: it has no lines '--- a/…', '+++ b/…', '@@ … @@'.");
        }
        var sql = files.stream().filter(file -> file.path().endsWith(".sql")).toList();
        if (sql.isEmpty() && files.size() > 1) {
            throw new InvalidInput(
                    "/diff",
                    "Is of %d files: send the part of the OpenAPI document alone, 'git diff -- openapi.yaml' for example."
                            .formatted(files.size()));
        }
        if (sql.isEmpty()) {
            return new Change.Diff(files.getFirst());
        }
        var statements = sql.stream()
                .flatMap(file -> script(file.path(), file.added()).statements().stream())
                .toList();
        return new Change.Ddl(bounded("/diff", new Script("diff", statements)));
    }

    private static Change.Ddl ddl(String name, String sql) {
        return new Change.Ddl(bounded("/ddl", script(name, sql)));
    }

    private static Script script(String name, String sql) {
        return Script.parse(name, sql);
    }

    private static Script bounded(String place, Script script) {
        if (script.statements().isEmpty() || script.statements().size() > MOST_STATEMENTS) {
            throw new InvalidInput(
                    place,
                    "Must hold 1 to %d statements; it holds %d."
                            .formatted(MOST_STATEMENTS, script.statements().size()));
        }
        return script;
    }

    private static String text(ObjectNode body, String member, int longest) {
        var text = Requests.required(body, member);
        if (text.length() > longest) {
            throw new InvalidInput("/" + member, "Is longer than %d characters: shorten it.".formatted(longest));
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidInput("/" + member, "Holds a zero character: remove it.");
        }
        return text;
    }
}
