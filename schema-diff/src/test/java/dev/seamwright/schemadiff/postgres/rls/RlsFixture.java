package dev.seamwright.schemadiff.postgres.rls;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.Question;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A rule's folder: a schema in which it finds something, and one that differs little and in which it does not. */
record RlsFixture(Path folder, JsonNode expected) {
    static final Path FOLDERS = Path.of("src/test/resources/rls");

    static Stream<String> ids() {
        return RlsRules.ALL.stream().map(Rule::id);
    }

    static RlsFixture of(String id) {
        var folder = FOLDERS.resolve(id);
        try {
            return new RlsFixture(folder, Json.parse(Files.readAllBytes(folder.resolve("expected.json"))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Question question(String twin) {
        return new Question(
                Script.parse("roles", text(twin, "roles.sql")),
                List.of(Script.parse("schema", schema(twin))),
                role(),
                Script.parse("session", text(twin, "session.sql")));
    }

    String role() {
        return expected.get("role").asText();
    }

    String verdict(String twin) {
        return expected.get(twin).asText();
    }

    String schema(String twin) {
        return read(folder.resolve(twin + ".sql"));
    }

    /** The twins share roles and session, unless that is where they differ. */
    String text(String twin, String file) {
        var own = folder.resolve(twin + "-" + file);
        return read(Files.exists(own) ? own : folder.resolve(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
